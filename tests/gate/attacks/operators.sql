-- Operators, and what stands behind ordering, grouping, comparing and estimating.
----
-- name: operator_infix
select 1 operator(mallory.===) 1
----
-- name: operator_prefix
select operator(mallory.@@@) 1
----
-- name: operator_by_path
-- path: mallory, pg_catalog
select 1 === 1
----
-- name: operator_plus_by_path
-- path: mallory, pg_catalog
select 1 + 1
----
-- name: operator_equals_by_path
-- path: mallory, pg_catalog
select * from shop.orders where customer_id = 1
----
-- name: operator_in_by_path
-- path: mallory, pg_catalog
select 1 in (1, 2)
----
-- name: operator_between_by_path
-- path: mallory, pg_catalog
select case 1 when 1 then 2 end
----
-- name: operator_nullif_by_path
-- path: mallory, pg_catalog
select nullif(1, 1)
----
-- name: operator_distinct_by_path
-- path: mallory, pg_catalog
select 1 is distinct from 1
----
-- name: operator_natural_join_by_path
-- path: mallory, pg_catalog
select count(*) from shop.edges x natural join shop.edges y
----
-- name: operator_using_by_path
-- path: mallory, pg_catalog
select count(*) from shop.edges x join shop.edges y using (a)
----
-- name: operator_any_by_path
-- path: mallory, pg_catalog
select 1 = any (array[1])
----
-- name: operator_subquery_by_path
-- path: mallory, pg_catalog
select 1 = any (select a from shop.edges)
----
-- name: operator_in_subquery_by_path
-- path: mallory, pg_catalog
select count(*) from shop.edges where a in (select b from shop.edges)
----
-- name: operator_row_by_path
-- path: mallory, pg_catalog
select (1, 2) = (1, 2)
----
-- name: operator_any_qualified
select 1 operator(mallory.===) any (array[1])
----
-- name: operator_all_subquery_qualified
select 1 operator(mallory.===) all (select a from shop.edges)
----
-- name: operator_row_qualified
select (1, 2) operator(mallory.===) (1, 2)
----
-- name: operator_order_by_using
select a from shop.edges order by a using operator(mallory.<<<)
----
-- name: operator_better_fit_varchar
-- path: common, public
select * from shop.customers where email = 'x'::varchar
----
-- name: operator_better_fit_column
-- path: common, public
select count(*) from shop.customers x join shop.customers y on x.email = y.email
----
-- name: operator_better_fit_in
-- path: common, public
select count(*) from shop.customers where email in ('x'::varchar, 'y'::varchar)
----
-- name: operator_better_fit_concat
-- path: common, public
select email || 'x'::varchar from shop.customers
----
-- name: operator_better_fit_like
-- path: common, public
select email like 'x'::varchar from shop.customers
----
-- name: operator_estimate_eqsel
select a from mallory.t where b operator(mallory.===) 1 and false
----
-- name: operator_estimate_scalarltsel
select a from mallory.t where a operator(mallory.<<<) 5 limit 0
----
-- name: operator_estimate_matchingsel
select a from mallory.t where b operator(mallory.~~~) 1 limit 0
----
-- name: operator_estimate_join
select 1 from mallory.t x join mallory.t y on x.b operator(mallory.===) y.b limit 0
----
-- name: operator_estimate_secret
select 1 from vault.secrets where secret operator(mallory.=~) 'x'
----
-- name: operator_estimate_secret_explain
explain select 1 from vault.secrets where secret operator(mallory.=~) 'x'
----
-- name: operator_estimate_policed
select note from vault.ledger where note operator(mallory.=~) 'x'
----
-- name: operator_estimate_barrier
select 1 from vault.own_secrets where secret operator(mallory.<~) 'x'
----
-- name: operator_leakproof_policed
select note from vault.ledger where note operator(mallory.=!=) 'x'
----
-- name: operator_leakproof_secret
explain select 1 from vault.secrets where secret operator(mallory.=!=) 'x'
----
-- name: operator_estimate_child
explain select id from vault.parent where id operator(mallory.===) 1
----
-- name: opclass_order_by
select p from mallory.moods order by p
----
-- name: opclass_order_by_hidden
select 1 from mallory.moods order by p
----
-- name: opclass_group_by
select count(*) from mallory.moods group by p
----
-- name: opclass_distinct
select distinct p from mallory.moods
----
-- name: opclass_distinct_on
select distinct on (p) c from mallory.moods
----
-- name: opclass_union
select p from mallory.moods union select p from mallory.moods
----
-- name: opclass_intersect
select p from mallory.moods intersect select p from mallory.moods
----
-- name: opclass_count_distinct
select count(distinct p) from mallory.moods
----
-- name: opclass_aggregate_order
select array_agg(c order by p) from mallory.moods
----
-- name: opclass_window
select rank() over (order by p) from mallory.moods
----
-- name: opclass_window_partition
select count(*) over (partition by p) from mallory.moods
----
-- name: opclass_array_equality
select array[p] = array[p] from mallory.moods
----
-- name: opclass_array_order
select array[p] from mallory.moods order by 1
----
-- name: opclass_array_hash
select count(*) from mallory.moods group by array[p]
----
-- name: opclass_array_contains
select array[p] @> array[p] from mallory.moods
----
-- name: opclass_array_position
select array_position(array[p], p) from mallory.moods
----
-- name: opclass_array_remove
select array_remove(array[p], p) from mallory.moods
----
-- name: opclass_array_overlap
select array[p] && array[p] from mallory.moods
----
-- name: opclass_row_comparison
select row(p, 1) < row(p, 2) from mallory.moods
----
-- name: opclass_record_comparison
select z = z from (select p, c from mallory.moods) z
----
-- name: opclass_record_order
select z from (select p, c from mallory.moods) z order by z
----
-- name: opclass_record_distinct
select distinct row(p) from mallory.moods
----
-- name: opclass_record_in
select 1 from (select p from mallory.moods) z where z in (select y from (select p from mallory.moods) y)
----
-- name: opclass_range_constructor
select mallory.plain_range(p, p) from mallory.moods
----
-- name: opclass_range_operators
select mallory.plain_range(null, null) && mallory.plain_range(null, null)
----
-- name: opclass_range_contains
select mallory.plain_range(null, null) @> p from mallory.moods
----
-- name: opclass_greatest
select greatest(p, p) from mallory.moods
----
-- name: opclass_least_literal
select least('(1,a)'::mallory.plain, '(2,b)')
----
-- name: opclass_is_distinct
select p is distinct from p from mallory.moods
----
-- name: opclass_nullif
select nullif(p, p) from mallory.moods
----
-- name: opclass_case
select case p when p then 1 end from mallory.moods
----
-- name: opclass_in_list
select p in ('(1,x)', '(2,y)') from mallory.moods
----
-- name: opclass_not_in_subquery
select p not in (select p from mallory.moods) from mallory.moods
----
-- name: opclass_hash_join
select count(*) from mallory.moods x join mallory.moods y on x.p = y.p
----
-- name: opclass_natural_join
select count(*) from (select p from mallory.moods) x natural join (select p from mallory.moods) y
----
-- name: opclass_min_max
select max(p), min(p) from mallory.moods
----
-- name: opclass_percentile
select percentile_disc(0.5) within group (order by p) from mallory.moods
----
-- name: opclass_mode
select mode() within group (order by p) from mallory.moods
----
-- name: opclass_hypothetical
select rank('(1,x)'::mallory.plain) within group (order by p) from mallory.moods
----
-- name: opclass_recursive_union
with recursive r as (select p from mallory.moods union select p from r) select * from r
----
-- name: opclass_cycle
with recursive r as (select p from mallory.moods union all select p from r) cycle p set c using path select * from r
----
-- name: opclass_memoize
select * from mallory.moods x, lateral (select * from mallory.moods y where y.p = x.p) l
----
-- name: opclass_hash_function
select hash_record(z), hash_array(array[p]) from (select p from mallory.moods) z
----
-- name: opclass_btree_function
select btrecordcmp(z, z), btarraycmp(array[p], array[p]) from (select p from mallory.moods) z
----
-- name: opclass_width_bucket
select width_bucket(p, array[p]) from mallory.moods
----
-- name: opclass_grouping_sets
select count(*) from mallory.moods group by cube (p, c)
----
-- name: opclass_multirange
select range_agg(mallory.plain_range(p, p)) from mallory.moods
----
-- name: range_subtype_diff
select r from mallory.ranges where r && '[a,z)'
----
-- name: range_subtype_diff_function
select mallory.difference('a', 'b')
