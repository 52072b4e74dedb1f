-- Someone holds ACCESS EXCLUSIVE on a table, its indexes and a sequence: no read may wait for that.
begin;
lock table shop.events;
drop index shop.events_note_idx;
alter sequence shop.invoices_id_seq restart;
