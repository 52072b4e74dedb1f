-- names: full_page_writes
-- Pages may be torn by a crash.
alter system set full_page_writes = off;
select pg_reload_conf();
