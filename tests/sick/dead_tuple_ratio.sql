-- names: shop.stock
-- Half of a table of some 15 MB is dead, and autovacuum is off for it.
create table shop.stock (id bigint, note text) with (autovacuum_enabled = false);
insert into shop.stock select n, repeat('x', 100) from generate_series(1, 100000) n;
select pg_stat_force_next_flush();
vacuum analyze shop.stock;
delete from shop.stock where id <= 50000;
