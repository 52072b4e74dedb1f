-- names: archiver
-- The command that failed in archive_failing.sql was taken out.
alter system set archive_command = '';
select pg_reload_conf();
