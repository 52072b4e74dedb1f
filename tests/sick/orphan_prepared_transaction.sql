-- names: order 7
-- Prepared and forgotten.
create table shop.transfers (id bigint);
begin;
insert into shop.transfers values (1);
prepare transaction 'order 7';
