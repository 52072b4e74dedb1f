-- names: pid
-- Waits for the row that idle_in_transaction.sql holds.
update shop.customers set email = email where id = 1;
