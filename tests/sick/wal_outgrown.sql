-- names: pg_wal
-- The slot of inactive_slot.sql keeps far more than checkpoints would leave.
alter system set max_wal_size = '400MB';
select pg_reload_conf();
