-- Common table expressions.
----
-- name: simple_cte
with paid as (select * from shop.orders where status = 'paid') select count(*), sum(total) from paid
----
-- name: materialized_cte
with m as materialized (select id, total from shop.orders), n as not materialized (select * from m) select max(total) from n
----
-- name: category_tree
with recursive tree as (select id, name, 1 as depth, array[id] as path from shop.categories where parent_id is null union all select c.id, c.name, t.depth + 1, t.path || c.id from shop.categories c join tree t on c.parent_id = t.id) select repeat('  ', depth - 1) || name as name, depth, path from tree order by path
----
-- name: search_depth_first
with recursive tree(id, parent_id, name) as (select id, parent_id, name from shop.categories where parent_id is null union all select c.id, c.parent_id, c.name from shop.categories c join tree t on c.parent_id = t.id) search depth first by id set ordered select id, name, ordered from tree order by ordered
----
-- name: search_breadth_first
with recursive tree(id, name) as (select id, name from shop.categories where parent_id is null union all select c.id, c.name from shop.categories c join tree t on c.parent_id = t.id) search breadth first by id set ordered select id, name from tree order by ordered
----
-- name: cycle_clause
with recursive walk(a, b) as (select a, b from shop.edges where a = 1 union all select e.a, e.b from shop.edges e join walk w on e.a = w.b) cycle a, b set is_cycle using path select a, b, is_cycle, path from walk order by path, a, b
----
-- name: cycle_with_values
with recursive walk(a, b) as (select a, b from shop.edges where a = 1 union all select e.a, e.b from shop.edges e join walk w on e.a = w.b) cycle b set seen to 'yes' default 'no' using path select b, seen from walk order by path
----
-- name: numbers
with recursive n(i) as (values (1) union all select i + 1 from n where i < 20) select i, i * i as square from n order by i
----
-- name: union_recursion
with recursive reach(n) as (select 1 union select e.b from shop.edges e join reach r on e.a = r.n) select n from reach order by n
----
-- name: recursive_two_ctes
with recursive up as (select id, parent_id from shop.categories where id = 8 union all select c.id, c.parent_id from shop.categories c join up on c.id = up.parent_id), names as (select c.name from up join shop.categories c using (id)) select string_agg(name, ' < ' order by name) from names
----
-- name: cte_in_subquery
select * from (with x as (select 1 as a) select a + 1 as b from x) s
----
-- name: cte_in_exists
select count(*) from shop.customers c where exists (with o as (select from shop.orders where customer_id = c.id) select from o)
----
-- name: cte_calendar
with days as (select generate_series(date '2024-02-26', date '2024-03-02', interval '1 day')::date as day) select day, count(o.id) from days left join shop.orders o on o.placed_at::date = day group by day order by day
----
-- name: cohort
with first_order as (select customer_id, date_trunc('month', min(placed_at)) as cohort from shop.orders group by 1), later as (select f.cohort, date_trunc('month', o.placed_at) as month, count(distinct o.customer_id) as customers from shop.orders o join first_order f using (customer_id) group by 1, 2) select cohort, month, customers from later order by 1, 2
----
-- name: fibonacci
with recursive fib(a, b) as (select 0::numeric, 1::numeric union all select b, a + b from fib where b < 1e30) select a from fib order by a
