-- Small texts that the planner makes large: doubling, trees of partitions, proofs, equivalences.
----
-- name: double_expressions
-- bomb
-- template
select x from {{40*(select x + x as x from }}(select id::numeric as x from shop.orders) s{{40*) s}}
----
-- name: double_expressions_text
-- bomb
-- template
select length(x) from {{40*(select x || x as x from }}(select full_name as x from shop.customers) s{{40*) s}}
----
-- name: double_constants
-- bomb
-- template
select x from {{40*(select x + x as x from }}(select 1::numeric as x) s{{40*) s}}
----
-- name: double_conditions
-- bomb
-- template
select 1 from {{40*(select x and x is not null as x from }}(select id > 1 as x from shop.orders) s{{40*) s}} where x
----
-- name: double_cases
-- bomb
-- template
select x from {{40*(select case when x > 1 then x else x + 1 end as x from }}(select id as x from shop.orders) s{{40*) s}}
----
-- name: double_arrays
-- bomb
-- template
select array_to_string(x, ',') from {{40*(select array[x, x] as x from }}(select 1 as x) s{{40*) s}}
----
-- name: double_arrays_five
-- bomb
-- template
select array_to_string(x, ',') from {{5*(select array[x, x] as x from }}(select array[1, 1] as x) s{{5*) s}}
----
-- name: double_rows
-- bomb
-- template
select row_to_json(x) from {{40*(select row(x, x) as x from }}(select 1 as x) s{{40*) s}}
----
-- name: double_arrays_under_guard
-- bomb
-- template
select 1 = any (x) from {{40*(select x || x as x from }}(select array[1] as x) s{{40*) s}}
----
-- name: double_array_of_names
-- bomb
-- template
select array_to_string(array[x, x, x], ',') like '%a' from {{30*(select array[x, x]::text as x from }}(select 'a'::text as x) s{{30*) s}}
----
-- name: double_common_tables
-- bomb
-- template
with a0 as (select 1::numeric as x), {{30*b\i as (select 1), }}z as (select x + x as x from a0) select x from z
----
-- name: double_lateral
-- bomb
-- template
select 1 from shop.edges e{{30* cross join lateral (select e.a + e.b + e.a as a) s\i}}
----
-- name: double_views
-- bomb
select count(*) from mallory.boom13 a, mallory.boom13 b
----
-- name: tree_all
-- bomb
select count(*) from mallory.tree
----
-- name: tree_explained
-- bomb
explain (verbose) select * from mallory.tree where b = 5 or c = 'x'
----
-- name: tree_joined
-- bomb
-- template
select count(*) from mallory.tree t{{9* join mallory.tree t\i on t.a = t\i.a}}
----
-- name: tree_joined_partitionwise
-- bomb
-- template
-- before: set enable_partitionwise_join = on; set enable_partitionwise_aggregate = on
-- after: reset enable_partitionwise_join; reset enable_partitionwise_aggregate
select t.a, count(*) from mallory.tree t{{5* join mallory.tree t\i on t.a = t\i.a}} group by t.a
----
-- name: tree_equivalences
-- bomb
-- template
select count(*) from mallory.tree t, shop.edges e{{30* join shop.edges e\i on e.a = e\i.a}} where t.a = e.a and t.b = e.b
----
-- name: tree_union
-- bomb
-- template
{{60*select a from mallory.tree union all }}select 1
----
-- name: tree_pruned_by_list
-- bomb
-- template
select count(*) from mallory.tree where a in ({{8000*\i, }}1)
----
-- name: tree_pruned_by_or
-- bomb
-- template
select count(*) from mallory.tree where {{4000*a = \i or }}a = 1
----
-- name: tree_lateral
-- bomb
select count(*) from mallory.tree t, lateral (select * from mallory.tree u where u.a = t.b and u.b = t.a) l
----
-- name: tree_in_subplans
-- bomb
-- template
select {{100*(select count(*) from mallory.tree where a = e.a), }}1 from shop.edges e
----
-- name: proof_partial_indexes
-- bomb
-- template
select * from mallory.conditions where {{5000*a = \i or }}b = 1
----
-- name: proof_partial_indexes_list
-- bomb
-- template
select * from mallory.conditions where a in ({{9000*\i,}}1) and b = 1
----
-- name: proof_partial_indexes_and
-- bomb
-- template
select * from mallory.conditions where {{3000*a <> \i and }}b = 1
----
-- name: proof_partial_indexes_of_ors
-- bomb
-- template
select * from mallory.conditions where {{1000*(a = \i or b = \i) and }}b = 1
----
-- name: proof_self_joins
-- bomb
-- template
select count(*) from mallory.conditions c{{6* join mallory.conditions c\i on c\i.a = c.a}} where {{1500*c.a = \i or }}c.b = 1
----
-- name: ors_of_ands
-- bomb
-- template
select 1 from shop.edges x, shop.edges y where {{1500*(x.a = y.a and x.b = \i) or }}false
----
-- name: ors_nested
-- bomb
-- template
select 1 from shop.edges where {{200*(a = \i or (b = \i and (}}true{{200*)))}}
----
-- name: equivalence_chain
-- bomb
-- template
select count(*) from shop.edges e{{90* join shop.edges e\i on e.a = e\i.a and e.b = e\i.b}}
----
-- name: equivalence_constants
-- bomb
-- template
select count(*) from shop.orders where {{3000*id = id + \i and }}true
----
-- name: outer_joins
-- bomb
-- template
-- before: set join_collapse_limit = 100; set from_collapse_limit = 100; set geqo = off
-- after: reset join_collapse_limit; reset from_collapse_limit; reset geqo
select count(*) from shop.edges e{{40* left join shop.edges e\i on e.a = e\i.b}}
----
-- name: full_joins
-- bomb
-- template
select count(*) from shop.edges e{{60* full join shop.edges e\i using (a)}}
----
-- name: natural_joins
-- bomb
-- template
select count(*) from shop.kinds k{{30* natural join shop.kinds k\i}}
----
-- name: genetic_joins
-- bomb
-- template
-- before: set geqo_threshold = 2; set geqo_effort = 10; set geqo_pool_size = 2147483647; set geqo_generations = 2147483647
-- after: reset geqo_threshold; reset geqo_effort; reset geqo_pool_size; reset geqo_generations
select count(*) from shop.edges e{{30* join shop.edges e\i on e.a = e\i.a}}
----
-- name: genetic_joins_pool
-- bomb
-- template
-- before: set geqo_threshold = 2; set geqo_pool_size = 100000000
-- after: reset geqo_threshold; reset geqo_pool_size
select count(*) from shop.edges e{{20* join shop.edges e\i on e.a = e\i.a}}
----
-- name: statistics_target_settings
-- bomb
-- template
-- before: set constraint_exclusion = on; set enable_partition_pruning = off; set plan_cache_mode = force_generic_plan
-- after: reset constraint_exclusion; reset enable_partition_pruning; reset plan_cache_mode
select count(*) from mallory.tree where a = 5 and {{500*b <> \i and }}true
----
-- name: group_by_many
-- bomb
-- template
select count(*) from shop.kinds group by grouping sets ({{4000*(id, r), }}())
----
-- name: group_by_cubes
-- bomb
select count(*) from shop.kinds group by cube (id, small, big, exact, r, d), cube (c, v, b, t, tz, ts)
----
-- name: distinct_aggregates
-- bomb
-- template
select {{1500*count(distinct id + \i), }}1 from shop.orders
----
-- name: windows_of_windows
-- bomb
-- template
select {{500*sum(id + \i) over (partition by id % (\i + 1) order by id), }}1 from shop.orders
----
-- name: exists_nest
-- bomb
-- template
select 1 from shop.edges e where {{300*exists (select from shop.edges x where x.a = e.a and }}true{{300*)}}
----
-- name: not_in_nest
-- bomb
-- template
select 1 where {{300*1 not in (select a from shop.edges where }}true{{300*)}}
----
-- name: set_operation_nest
-- bomb
-- template
{{500*(select a from shop.edges except }}select 1{{500*)}}
----
-- name: recursive_many
-- bomb
-- template
with recursive {{100*r\i(n) as (select 1 union all select n + 1 from r\i), }}z as (select 1) select count(*) from r0, r1, r2, r3
----
-- name: values_of_expressions
-- bomb
-- template
select count(*) from (values {{2000*(repeat('x', \i) || 'y'), }}('z')) v(x) where x like '%a%'
----
-- name: like_many_columns
-- bomb
-- template
select count(*) from shop.products where {{2500*description like '%a%b%' or }}false
----
-- name: notices
-- bomb
select count(to_tsquery('english', 'the')) from generate_series(1, 10000000)
----
-- name: many_result_columns
-- bomb
-- template
select {{1600*repeat(full_name, 50), }}1 from shop.customers, shop.orders
----
-- name: many_column_names
-- bomb
-- template
select {{600*1 as "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\i", }}1 from shop.orders a, shop.orders b
----
-- name: sum_of_constants_without_a_type
-- bomb
-- template
select {{2000*$\i + }}$1
----
-- name: choices_without_a_type
-- bomb
-- template
select sum({{200*case when true then $\i else }}$1{{200* end}})
----
-- name: columns_followed_through_many_queries
-- bomb
-- template
select c from {{30*(select substr(c, 1, 5) || substr(c, 6, 5) as c from }}(select repeat('a', 10) as c) s{{30*) s}}
