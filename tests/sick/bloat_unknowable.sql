-- names: shop.scans
-- More than 100 MB, and one column never gets statistics.
create table shop.scans (id bigint, image text);
alter table shop.scans alter column image set statistics 0;
insert into shop.scans select n, repeat('x', 200) from generate_series(1, 500000) n;
select pg_stat_force_next_flush();
vacuum analyze shop.scans;
grant select on shop.scans to dba;
