-- names: shop.prices, shop.quotes, shop.rates, shop.stock
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
-- As with prices, and autovacuum may still come: stale once it had ten minutes.
create table shop.quotes (id bigint primary key, amount numeric);
insert into shop.quotes select n, n from generate_series(1, 10000) n;
select pg_stat_force_next_flush();
analyze shop.quotes;
insert into shop.quotes select n, n from generate_series(10001, 30000) n;
