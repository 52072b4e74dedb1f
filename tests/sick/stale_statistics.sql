-- names: shop.prices, shop.rates, shop.stock
-- Three times as many rows as when the statistics were taken.
create table shop.prices (id bigint, amount numeric) with (autovacuum_enabled = false);
insert into shop.prices select n, n from generate_series(1, 10000) n;
select pg_stat_force_next_flush();
analyze shop.prices;
insert into shop.prices select n, n from generate_series(10001, 30000) n;
-- A quarter more rows than when the statistics were taken: stale only once that is a week ago.
create table shop.rates (id bigint, rate numeric);
insert into shop.rates select n, n from generate_series(1, 20000) n;
select pg_stat_force_next_flush();
analyze shop.rates;
insert into shop.rates select n, n from generate_series(20001, 26000) n;
