-- names: synchronous_standby_names
-- There is no west, and commits of this server do not wait.
alter system set synchronous_standby_names = 'FIRST 1 (west)';
select pg_reload_conf();
