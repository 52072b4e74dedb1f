-- names: log_statement
-- Back to what initdb writes.
alter system set log_statement = 'none';
select pg_reload_conf();
