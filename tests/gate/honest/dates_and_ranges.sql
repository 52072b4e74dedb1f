-- Dates, intervals, ranges.
----
-- name: extract_parts
select id, extract(year from placed_at) as y, extract(isodow from placed_at) as dow, date_part('week', placed_at) as week, extract(epoch from placed_at) as epoch from shop.orders order by id limit 20
----
-- name: truncation_and_bins
select date_trunc('month', placed_at), date_bin('15 minutes', placed_at, '2024-01-01'), date_trunc('day', placed_at, 'Asia/Tokyo') from shop.orders order by id limit 10
----
-- name: arithmetic
select date '2024-02-29' + 1, date '2024-03-01' - date '2024-02-01', timestamp '2024-01-31' + interval '1 month', age(timestamp '2024-03-01', timestamp '2023-01-15'), justify_interval(interval '40 days 30 hours'), interval '1 hour' * 1.5
----
-- name: zones
select timestamptz '2024-07-01 12:00+00' at time zone 'Europe/Berlin', timestamp '2024-07-01 12:00' at time zone 'America/New_York', timezone('UTC', timestamptz '2024-01-01 00:00+02')
----
-- name: formats
select to_char(timestamp '2024-02-29 13:14:15.678', 'YYYY-MM-DD HH24:MI:SS.MS TMDay'), to_date('29 Feb 2024', 'DD Mon YYYY'), to_timestamp('2024-02-29 10', 'YYYY-MM-DD HH24'), to_timestamp(0), to_char(interval '25:00', 'HH24:MI'), to_char(1234567.891, 'FM9G999G999D00')
----
-- name: make_functions
select make_date(2024, 2, 29), make_time(1, 2, 3.5), make_timestamp(2024, 1, 2, 3, 4, 5), make_interval(days => 3, hours => 2), make_timestamptz(2024, 1, 2, 3, 4, 5, 'UTC')
----
-- name: series
select d::date from generate_series(timestamp '2024-02-27', timestamp '2024-03-02', interval '1 day') d order by d
----
-- name: overlaps
select (date '2024-01-01', date '2024-02-01') overlaps (date '2024-01-15', interval '10 days'), isfinite(timestamp 'infinity'), date 'infinity' > date '2024-01-01'
----
-- name: now_functions
-- volatile
select now(), current_date, current_timestamp, localtime, clock_timestamp(), statement_timestamp(), transaction_timestamp(), timeofday()
----
-- name: between_dates
select count(*) from shop.orders where placed_at between '2024-02-01' and '2024-03-01' and placed_at::time > '09:00' and extract(dow from placed_at) not in (0, 6)
----
-- name: interval_columns
select id, shipped_after, extract(epoch from shipped_after) / 3600 as hours from shop.orders where shipped_after is not null order by id limit 20
----
-- name: average_interval
select status, avg(shipped_after), max(shipped_after), sum(shipped_after) from shop.orders group by status order by status
----
-- name: ranges
select id, on_sale, lower(on_sale), upper(on_sale), upper(on_sale) - lower(on_sale) as days, on_sale @> date '2024-03-05' as sale from shop.products order by id
----
-- name: range_operators
select int4range(1, 5) && int4range(4, 8), int4range(1, 5) * int4range(3, 8), int4range(1, 3) + int4range(3, 5), int4range(1, 5) - int4range(3, 8), int4range(1, 3) << int4range(4, 5), int4range(1, 3) -|- int4range(3, 4), numrange(1.5, 2.5, '[]'), tsrange('2024-01-01', null), 'empty'::daterange, range_merge(int4range(1, 2), int4range(5, 6))
----
-- name: multiranges
select '{[1,3),[5,7)}'::int4multirange @> 6, int4multirange(int4range(1, 3), int4range(2, 5)), unnest('{[1,3),[5,7)}'::int4multirange)
----
-- name: free_rooms
select room, during from shop.bookings where during && tsrange('2024-06-05', '2024-06-07') order by lower(during)
----
-- name: hourly_profile
select extract(hour from at)::int as hour, kind, count(*) from shop.events group by 1, 2 order by 1, 2
----
-- name: infinity_values
select ts, i, d, r from shop.kinds order by id
----
-- name: day_of_week_names
select to_char(placed_at, 'FMDay') as day, count(*), round(avg(total), 2) from shop.orders group by 1, extract(isodow from placed_at) order by extract(isodow from placed_at)
