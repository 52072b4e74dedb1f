-- names: shop.invoice_number, shop.invoices_id_seq
-- An integer sequence in front of a bigint column, and an integer key, both near their end.
create table shop.invoices (id serial primary key, number bigint);
create sequence shop.invoice_number as integer owned by shop.invoices.number;
select setval('shop.invoices_id_seq', 2000000000), setval('shop.invoice_number', 1700000000);
