-- names: archiver
-- The place that WAL is archived to is gone.
alter system set archive_command = '/bin/false';
select pg_reload_conf();
select pg_sleep(1);
select pg_logical_emit_message(false, 'filler', 'x'), pg_switch_wal();
