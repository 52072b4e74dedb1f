-- names: zero_damaged_pages
-- Left on after a rescue.
alter system set zero_damaged_pages = on;
select pg_reload_conf();
