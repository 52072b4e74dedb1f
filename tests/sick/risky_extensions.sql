-- names: dblink
-- deadlocks.sql made it.
select 1;
