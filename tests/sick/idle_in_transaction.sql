-- names: pid
-- The recording script keeps this session open without ending its transaction.
begin;
update shop.customers set email = email where id = 1;
