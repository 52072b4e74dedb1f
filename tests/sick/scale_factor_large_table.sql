-- names: shop.signals
-- Eleven million rows, of which a fifth is many.
create unlogged table shop.signals (id bigint, device bigint, kind bigint, value bigint);
insert into shop.signals select n, n % 1000, n % 7, n from generate_series(1, 11000000) n;
select pg_stat_force_next_flush();
vacuum analyze shop.signals;
