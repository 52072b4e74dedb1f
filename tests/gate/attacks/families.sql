-- Comparisons that no operator names: those of an index, of a range, of an operator's family, of a type. A superuser has
-- made them for mallory.
----
-- name: family_order_by_using
select a from shop.edges order by a using operator(mallory.<%)
----
-- name: family_order_by_using_desc
select a from shop.edges order by a using operator(mallory.>%)
----
-- name: family_row_comparison
select row(1, 2) operator(mallory.<%) row(1, 3)
----
-- name: family_row_comparison_of_columns
select count(*) from shop.edges x, shop.edges y where (x.a, x.b) operator(mallory.<=%) (y.a, y.b)
----
-- name: family_row_comparison_subquery
select (1, 2) operator(mallory.<%) all (select a, b from shop.edges)
----
-- name: family_merge_join
-- before: set enable_hashjoin = off; set enable_nestloop = off
-- after: reset enable_hashjoin; reset enable_nestloop
select count(*) from shop.edges x join shop.edges y on x.a operator(mallory.=%) y.a
----
-- name: family_full_join
select count(*) from shop.edges x full join shop.edges y on x.a operator(mallory.=%) y.a
----
-- name: family_hash_join
-- before: set enable_mergejoin = off; set enable_nestloop = off
-- after: reset enable_mergejoin; reset enable_nestloop
select count(*) from shop.edges x join shop.edges y on x.a operator(mallory.=%) y.a
----
-- name: family_hashed_subplan
select a from shop.edges where a operator(mallory.=%) any (select b from shop.edges)
----
-- name: family_hashed_not_in
select a from shop.edges where not (a operator(mallory.=%) any (select b from shop.edges))
----
-- name: family_hashed_array
select a from shop.edges where a operator(mallory.=%) any (array[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
----
-- name: family_memoize
select count(*) from shop.orders o, lateral (select 1 from shop.edges e where e.a operator(mallory.=%) o.customer_id limit 1) l
----
-- name: family_distinct_aggregate
select string_agg(distinct a::text, ',' order by a::text), array_agg(a order by a using operator(mallory.<%)) from shop.edges
----
-- name: family_window
select rank() over (order by a using operator(mallory.<%)) from shop.edges
----
-- name: family_percentile
select percentile_disc(0.5) within group (order by a using operator(mallory.<%)) from shop.edges
----
-- name: family_minimum
select mallory.quiet_max(a) from mallory.compared
----
-- name: family_builtin_aggregate_of_hers
select mallory.quiet_sum(a) from mallory.compared
----
-- name: index_equality
-- before: set enable_seqscan = off
-- after: reset enable_seqscan
select * from mallory.compared where a = 5
----
-- name: index_range
-- before: set enable_seqscan = off
-- after: reset enable_seqscan
select * from mallory.compared where a between 5 and 7
----
-- name: index_hash
-- before: set enable_seqscan = off
-- after: reset enable_seqscan
select * from mallory.compared where b operator(mallory.=%) 7
----
-- name: index_hash_builtin
-- before: set enable_seqscan = off
-- after: reset enable_seqscan
select * from mallory.compared where b = 7
----
-- name: index_bitmap
-- before: set enable_seqscan = off; set enable_indexscan = off
-- after: reset enable_seqscan; reset enable_indexscan
select * from mallory.compared where a < 10
----
-- name: index_array
-- before: set enable_seqscan = off
-- after: reset enable_seqscan
select * from mallory.compared where a = any (array[1, 5, 9])
----
-- name: index_join
-- before: set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off
-- after: reset enable_seqscan; reset enable_hashjoin; reset enable_mergejoin
select count(*) from shop.edges e join mallory.compared c on c.a = e.a
----
-- name: index_order
-- before: set enable_seqscan = off; set enable_sort = off
-- after: reset enable_seqscan; reset enable_sort
select a from mallory.compared order by a limit 3
----
-- name: index_minimum
select min(a), max(a) from mallory.compared
----
-- name: index_endpoints_while_planning
select count(*) from mallory.compared where a > 990
----
-- name: index_endpoints_explained
explain select * from mallory.compared c join shop.orders o on o.id > c.a
----
-- name: index_merge_endpoints
explain select * from mallory.compared c join mallory.compared d on c.a = d.a
----
-- name: index_row_comparison
-- before: set enable_seqscan = off
-- after: reset enable_seqscan
select * from mallory.compared where (a, b) > (990, 1)
----
-- name: index_of_seen_view
select * from (select a from mallory.compared where b = 1 offset 0) s where a = 1
----
-- name: range_literal
select '[1,2)'::mallory.compared_range
----
-- name: range_literal_empty
select 'empty'::mallory.compared_range
----
-- name: range_literal_infinite
select '[,)'::mallory.compared_range
----
-- name: range_constructor
select mallory.compared_range(1, 2)
----
-- name: range_beside_column
select * from mallory.compared_ranges where r = '[1,2)'
----
-- name: range_contains
select * from mallory.compared_ranges where r @> 1
----
-- name: range_overlap
select x.r && y.r from mallory.compared_ranges x, mallory.compared_ranges y
----
-- name: range_ordered
select r from mallory.compared_ranges order by r
----
-- name: range_grouped
select r, count(*) from mallory.compared_ranges group by r
----
-- name: range_aggregate
select range_agg(r), range_intersect_agg(r) from mallory.compared_ranges
----
-- name: range_union
select x.r + y.r, x.r * y.r, x.r - y.r from mallory.compared_ranges x, mallory.compared_ranges y where x.r = y.r
----
-- name: range_merge
select range_merge(x.r, y.r) from mallory.compared_ranges x, mallory.compared_ranges y
----
-- name: range_multirange_literal
select '{[1,2),[3,4)}'::mallory.compared_multirange
----
-- name: range_multirange_function
select multirange(r) from mallory.compared_ranges
----
-- name: range_array
select array[r] = array[r] from mallory.compared_ranges
----
-- name: range_unnest
select unnest('{[1,2),[3,4)}'::mallory.compared_multirange)
----
-- name: range_estimated
explain select 1 from mallory.compared_ranges where r && '[1,5)'
----
-- name: bare_array_equality
select array[b] = array[b] from mallory.bares
----
-- name: bare_array_less
select array[b] < array[b] from mallory.bares
----
-- name: bare_array_contains
select array[b] @> array[b], array[b] && array[b] from mallory.bares
----
-- name: bare_array_position
select array_position(array[b], b), array_remove(array[b], b), array_replace(array[b], b, b) from mallory.bares
----
-- name: bare_array_positions
select array_positions(array[b, b], b) from mallory.bares
----
-- name: bare_array_hash
select count(*) from mallory.bares group by array[b]
----
-- name: bare_record_equality
select row(b, 1) = row(b, 2), row(b) < row(b) from mallory.bares
----
-- name: bare_whole_record
select z = z from (select b, n from mallory.bares) z
----
-- name: bare_record_order
select z from (select b from mallory.bares) z order by z
----
-- name: bare_record_group
select z, count(*) from (select b from mallory.bares) z group by z
----
-- name: bare_record_distinct
select distinct row(b) from mallory.bares
----
-- name: bare_record_in
select 1 from mallory.bares x where row(b) in (select row(b) from mallory.bares)
----
-- name: bare_record_minimum
select min(row(b)::text), max(array[b]) from mallory.bares
----
-- name: bare_table_row
select t = t from mallory.bares t
----
-- name: bare_table_row_order
select t from mallory.bares t order by t
----
-- name: bare_table_row_union
select t from mallory.bares t union select t from mallory.bares t
----
-- name: bare_order
select b from mallory.bares order by b
----
-- name: bare_group
select b, count(*) from mallory.bares group by b
----
-- name: bare_greatest
select greatest(b, b) from mallory.bares
----
-- name: bare_hash_function
select hash_array(array[b]), hash_record(row(b)), hash_record_extended(row(b), 1) from mallory.bares
----
-- name: bare_compare_function
select btarraycmp(array[b], array[b]), btrecordcmp(row(b), row(b)), record_larger(row(b), row(b)) from mallory.bares
----
-- name: bare_width_bucket
select width_bucket(b, array[b]) from mallory.bares
----
-- name: bare_array_sorted
select array_agg(distinct b order by b) from mallory.bares
----
-- name: bare_mode
select mode() within group (order by array[b]) from mallory.bares
----
-- name: bare_rank
select rank(array[b]) within group (order by array[b]) from mallory.bares group by b
----
-- name: bare_json
select jsonb_agg(b), to_json(b), row_to_json(t) from mallory.bares t group by b, t
----
-- name: bare_window_range
select count(*) over (order by array[b]) from mallory.bares
----
-- name: bare_partition
select count(*) over (partition by row(b)) from mallory.bares
----
-- name: bare_intersect
select array[b] from mallory.bares intersect all select array[b] from mallory.bares
----
-- name: bare_recursive
with recursive r as (select array[b] as x from mallory.bares union select x from r) select * from r
----
-- name: bare_cycle
with recursive r as (select array[b] as x from mallory.bares union all select x from r) cycle x set c using p select 1 from r limit 3
----
-- name: bare_case
select case array[b] when array[b] then 1 end from mallory.bares
----
-- name: bare_null_if
select nullif(array[b], array[b]) from mallory.bares
----
-- name: bare_join
select 1 from mallory.bares x join mallory.bares y on array[x.b] = array[y.b]
----
-- name: bare_natural_join
select 1 from (select array[b] as k from mallory.bares) x natural join (select array[b] as k from mallory.bares) y
----
-- name: bare_unnest_order
select u from mallory.bares, unnest(array[b]) u order by row(u)
