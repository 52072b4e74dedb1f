-- Someone holds ACCESS EXCLUSIVE on a table, an index and a sequence: no read may wait for that.
begin;
lock table shop.carts;
drop index shop.events_note_idx;
drop sequence shop.invoice_number;
