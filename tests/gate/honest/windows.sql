-- Window functions and frames.
----
-- name: running_total
select id, sum(total) over (order by placed_at) as running from shop.orders order by id
----
-- name: rank_by_customer
select customer_id, id, rank() over (partition by customer_id order by total desc) as place from shop.orders order by 1, 3, 2
----
-- name: row_number_newest
select * from (select o.*, row_number() over (partition by customer_id order by placed_at desc) as n from shop.orders o) s where n = 1 order by customer_id
----
-- name: moving_average
select placed_at::date as day, round(avg(total) over (order by placed_at rows between 6 preceding and current row), 2) as week_average from shop.orders order by placed_at
----
-- name: lag_lead
select id, total - lag(total) over w as change, lead(placed_at, 1, 'infinity') over w as next_at from shop.orders window w as (partition by customer_id order by placed_at) order by id
----
-- name: range_frame_interval
select placed_at, count(*) over (order by placed_at range between interval '3 days' preceding and current row) as recent from shop.orders order by placed_at
----
-- name: groups_frame
select status, id, count(*) over (order by status groups between 1 preceding and 1 following exclude ties) from shop.orders order by 1, 2
----
-- name: first_last_nth
select distinct customer_id, first_value(total) over w, last_value(total) over w, nth_value(total, 2) over w from shop.orders window w as (partition by customer_id order by placed_at rows between unbounded preceding and unbounded following) order by 1
----
-- name: ntile_percent
select id, ntile(4) over (order by total, id) as quartile, percent_rank() over (order by total) as pr, cume_dist() over (order by total) as cd, dense_rank() over (order by total) as dr from shop.orders order by id
----
-- name: aggregate_filter_over
select id, count(*) filter (where status = 'paid') over (order by id) as paid_so_far from shop.orders order by id
----
-- name: share_of_total
select status, sum(total) as total, round(100 * sum(total) / sum(sum(total)) over (), 2) as percent from shop.orders group by status order by status
----
-- name: gaps_and_islands
select customer_id, min(placed_at) as first_at, max(placed_at) as last_at, count(*) from (select *, sum(case when gap > interval '60 days' then 1 else 0 end) over (partition by customer_id order by placed_at) as island from (select customer_id, placed_at, placed_at - lag(placed_at) over (partition by customer_id order by placed_at) as gap from shop.orders) g) i group by customer_id, island order by 1, 2
----
-- name: array_agg_over
select id, array_agg(id) over (order by id rows 2 preceding) from shop.orders order by id limit 20
----
-- name: window_inherits_window
select id, sum(total) over w2, count(*) over w from shop.orders window w as (partition by status), w2 as (w order by id) order by id
