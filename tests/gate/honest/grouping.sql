-- Grouping, grouping sets, ordered-set and other aggregates.
----
-- name: group_having
select customer_id, count(*) as orders, sum(total) as total from shop.orders group by customer_id having count(*) >= 5 order by 3 desc, 1
----
-- name: rollup
select status, extract(month from placed_at) as month, count(*) from shop.orders group by rollup (status, month) order by status nulls last, month nulls last
----
-- name: cube_grouping
select c.city, o.status, grouping(c.city, o.status) as g, sum(o.total) from shop.orders o join shop.customers c on c.id = o.customer_id group by cube (c.city, o.status) order by 3, 1, 2
----
-- name: grouping_sets
select city, newsletter, count(*) from shop.customers group by grouping sets ((city), (newsletter), ()) order by 1 nulls last, 2 nulls last
----
-- name: group_by_distinct
select city, newsletter, count(*) from shop.customers group by distinct rollup (city), rollup (city, newsletter) order by 1 nulls last, 2 nulls last
----
-- name: percentiles
select percentile_cont(array[0.25, 0.5, 0.75]) within group (order by total), percentile_disc(0.9) within group (order by total), mode() within group (order by status) from shop.orders
----
-- name: percentile_by_group
select status, percentile_cont(0.5) within group (order by total::float8) as median from shop.orders group by status order by 1
----
-- name: hypothetical_set
select rank(200) within group (order by total), dense_rank(200) within group (order by total), percent_rank(200) within group (order by total), cume_dist(200) within group (order by total) from shop.orders
----
-- name: statistics_aggregates
select round(stddev(total), 4), round(var_pop(total), 4), round(corr(total, id)::numeric, 8), round(regr_slope(total, id)::numeric, 8), regr_count(total, id), round(covar_samp(total, id)::numeric, 6) from shop.orders
----
-- name: boolean_aggregates
select bool_and(newsletter), bool_or(newsletter), every(id > 0), bit_and(id), bit_or(id), bit_xor(id) from shop.customers
----
-- name: string_agg_ordered
select city, string_agg(full_name, ', ' order by full_name) from shop.customers group by city order by city
----
-- name: filter_clause
select count(*) filter (where status = 'new') as new, count(*) filter (where total > 100) as big, sum(total) filter (where status in ('paid', 'shipped')) as earned from shop.orders
----
-- name: count_distinct
select count(distinct customer_id), count(distinct (customer_id, status)), array_agg(distinct status order by status) from shop.orders
----
-- name: range_agg
select room, range_agg(during), range_intersect_agg(during) from shop.bookings group by room order by room
----
-- name: min_max_types
select min(placed_at), max(placed_at), min(status), max(total), min(shipped_after) from shop.orders
----
-- name: json_aggregates
select city, jsonb_agg(id order by id), jsonb_object_agg(id, email) from shop.customers group by city order by city
----
-- name: grouped_expression
select date_trunc('week', placed_at) as week, count(*) from shop.orders group by 1 order by 1
----
-- name: width_bucket_histogram
select width_bucket(total, 0, 500, 10) as bucket, count(*), min(total), max(total) from shop.orders group by 1 order by 1
----
-- name: abc_analysis
with s as (select product_id, sum(quantity * price) as revenue from shop.order_items group by 1), r as (select *, sum(revenue) over (order by revenue desc, product_id) / sum(revenue) over () as share from s) select product_id, revenue, round(share, 4) as share, case when share <= 0.8 then 'A' when share <= 0.95 then 'B' else 'C' end as class from r order by share, product_id
----
-- name: pivot_with_filter
select extract(year from placed_at)::int as year, sum(total) filter (where extract(month from placed_at) = 1) as jan, sum(total) filter (where extract(month from placed_at) = 2) as feb from shop.orders group by 1 order by 1
----
-- name: empty_group
select count(*), sum(total), max(status) from shop.orders where false
----
-- name: view_of_aggregates
select status, count(*), sum(items_total) from shop.order_totals group by status order by status
