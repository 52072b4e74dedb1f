-- Joins, LATERAL, set operations.
----
-- name: inner_join
select o.id, c.full_name, o.total from shop.orders o join shop.customers c on c.id = o.customer_id where o.total > 300 order by o.id
----
-- name: left_join_missing
select p.sku from shop.products p left join shop.order_items i on i.product_id = p.id where i.order_id is null order by 1
----
-- name: full_join
select coalesce(a.a, b.b) as n, a.b, b.a from shop.edges a full join shop.edges b on a.a = b.b order by 1, 2, 3
----
-- name: cross_join
select c.name, w from shop.categories c cross join (values ('north'), ('south')) v(w) order by 1, 2
----
-- name: using_join
select order_id, line, p.title from shop.order_items i join shop.products p on p.id = i.product_id join (select id as order_id from shop.orders where status = 'new') o using (order_id) order by 1, 2
----
-- name: natural_join
select * from shop.edges natural join (values (1, 'one'), (3, 'three')) v(a, name) order by a, b
----
-- name: self_join
select x.a, x.b, y.b as far from shop.edges x join shop.edges y on x.b = y.a order by 1, 2, 3
----
-- name: lateral_top_three
select c.id, o.id as order_id, o.total from shop.customers c cross join lateral (select * from shop.orders where customer_id = c.id order by total desc, id limit 3) o order by 1, 3 desc, 2
----
-- name: lateral_left
select c.id, l.n from shop.customers c left join lateral (select count(*) as n from shop.orders o where o.customer_id = c.id and o.status = 'returned') l on true order by 1
----
-- name: lateral_function
select c.id, t.tag, t.n from shop.customers c, unnest(c.tags) with ordinality as t(tag, n) order by 1, 3
----
-- name: rows_from
select * from rows from (generate_series(1, 3), unnest(array['a', 'b'])) with ordinality as r(n, letter, place) order by place
----
-- name: rows_from_coldef
select * from rows from (json_to_recordset('[{"a": 1, "b": "x"}]') as (a int, b text), generate_series(1, 2)) as r(a, b, n) order by n
----
-- name: semi_join
select id from shop.customers where id in (select customer_id from shop.orders where total > 350) order by id
----
-- name: anti_join
select id from shop.customers c where not exists (select from shop.orders o where o.customer_id = c.id and o.status = 'new') order by id
----
-- name: any_all
select id from shop.orders where total >= all (select total from shop.orders) or id = any (array[1, 2, 3]) order by id
----
-- name: union_all
select 'order' as kind, count(*) from shop.orders union all select 'customer', count(*) from shop.customers order by 1
----
-- name: union_intersect_except
(select city from shop.customers intersect select city from shop.sales_by_city) except (select 'Porto') union select 'Rome' order by city
----
-- name: tablesample
-- volatile
select count(*) from shop.orders tablesample bernoulli (20)
----
-- name: tablesample_repeatable
select count(*) > 0 from shop.orders tablesample system (100) repeatable (7)
----
-- name: row_comparison
select id from shop.orders where (customer_id, id) > (39, 100) order by customer_id, id limit 5
----
-- name: fetch_with_ties
select customer_id, total from shop.orders order by total desc fetch first 5 rows with ties
----
-- name: offset_limit
select id from shop.orders order by id offset 10 rows fetch next 5 rows only
----
-- name: distinct_on
select distinct on (customer_id) customer_id, id, total from shop.orders order by customer_id, placed_at desc
----
-- name: only_partition
select count(*) from only shop.events
----
-- name: partition_names
select tableoid::regclass::text as part, count(*) from shop.events group by 1 order by 1
----
-- name: join_alias
select (j).* from (select x.a as from_a, y.b as to_b from shop.edges x join shop.edges y on x.b = y.a) j order by 1, 2
----
-- name: no_columns
-- unordered
select from shop.categories
