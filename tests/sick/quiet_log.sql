-- names: log_lock_waits
-- Back to what initdb writes.
alter system set log_lock_waits = off;
select pg_reload_conf();
