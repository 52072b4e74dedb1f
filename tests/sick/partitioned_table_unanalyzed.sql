-- names: shop.visits
-- Autovacuum will never analyze the partitioned table itself.
create table shop.visits (id bigint, at date) partition by range (at);
create table shop.visits_now partition of shop.visits for values from ('2026-01-01') to ('2126-01-01');
insert into shop.visits select n, '2026-05-01' from generate_series(1, 100) n;
analyze shop.visits_now;
