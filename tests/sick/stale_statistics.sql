-- Three times as many rows as when the statistics were taken.
create table shop.prices (id bigint, amount numeric) with (autovacuum_enabled = false);
insert into shop.prices select n, n from generate_series(1, 10000) n;
select pg_stat_force_next_flush();
analyze shop.prices;
insert into shop.prices select n, n from generate_series(10001, 30000) n;
