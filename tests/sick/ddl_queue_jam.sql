-- names: pid
-- Wants the table of idle_in_transaction.sql for itself; _queued.sql waits behind it.
begin;
lock table shop.customers in access exclusive mode;
