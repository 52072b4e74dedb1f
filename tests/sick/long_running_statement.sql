-- names: pid
-- The recording script keeps this session at it.
select pg_sleep(100000);
