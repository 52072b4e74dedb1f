-- names: shop.trips_rest
-- Nobody made the partition of this year.
create table shop.trips (id bigint, at date, primary key (id, at)) partition by range (at);
create table shop.trips_2020 partition of shop.trips for values from ('2020-01-01') to ('2021-01-01');
create table shop.trips_rest partition of shop.trips default;
insert into shop.trips select n, '2026-05-01' from generate_series(1, 100) n;
analyze shop.trips;
