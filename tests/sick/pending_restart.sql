-- names: max_connections
-- Changed and not yet in force.
alter system set max_connections = 30;
select pg_reload_conf();
