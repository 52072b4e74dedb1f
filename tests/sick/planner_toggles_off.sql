-- names: enable_mergejoin
-- Meant for one query, set for all.
alter system set enable_mergejoin = off;
select pg_reload_conf();
