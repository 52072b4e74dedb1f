-- Aggregates and window functions of a stranger.
----
-- name: aggregate_step
select mallory.evil_sum(a) from mallory.t
----
-- name: aggregate_final
select mallory.evil_end(a) from mallory.t
----
-- name: aggregate_no_rows_final
select mallory.evil_end(a) from mallory.t where false
----
-- name: aggregate_state_domain
select mallory.evil_state(a) from mallory.t where false
----
-- name: aggregate_parallel
select mallory.evil_parallel(a) from mallory.t
----
-- name: aggregate_ordered_set
select mallory.evil_ordered(0.5) within group (order by a) from mallory.t
----
-- name: aggregate_sortop
select mallory.honest_looking(a) from mallory.t
----
-- name: aggregate_as_window
select mallory.evil_sum(a) over () from mallory.t
----
-- name: aggregate_moving
select mallory.evil_moving(a) over (order by a rows between 1 preceding and current row) from mallory.t
----
-- name: aggregate_filter
select mallory.evil_sum(a) filter (where a > 0) from mallory.t
----
-- name: aggregate_distinct
select mallory.evil_sum(distinct b) from mallory.t
----
-- name: aggregate_having
select 1 from mallory.t having mallory.evil_sum(a) > 0
----
-- name: aggregate_order_by
select b from mallory.t group by b order by mallory.evil_sum(a)
----
-- name: aggregate_grouping_sets
select mallory.evil_sum(a) from mallory.t group by rollup (b)
----
-- name: aggregate_in_subquery_of_outer
select (select mallory.evil_sum(o.a)) from mallory.t o
----
-- name: aggregate_named_sum_by_path
-- path: mallory, pg_catalog
select sum(a) from mallory.t
----
-- name: aggregate_count_function_by_path
-- path: mallory, pg_catalog
select sum(c) from mallory.t
----
-- name: aggregate_transition_direct
select mallory.step(0, 1)
----
-- name: aggregate_internal_transition
select int8_avg_accum(null, 1)
----
-- name: aggregate_internal_final
select array_agg_finalfn(null::internal, null::int)
----
-- name: aggregate_view
select * from (select mallory.evil_sum(a) as s from mallory.t) v where s > 0
----
-- name: aggregate_ordered_input
select mallory.evil_sum(a order by b desc) from mallory.t
----
-- name: window_builtin_over_evil_order
select first_value(a) over (order by mallory.im1(b)) from mallory.t
----
-- name: window_range_in_range_support
select sum(b) over (order by p range between unbounded preceding and current row) from (select 1 as b, p from mallory.moods) s
----
-- name: window_exclude_ties_opclass
select count(*) over (order by p groups between 1 preceding and 1 following exclude ties) from mallory.moods
----
-- name: window_named_twice
select sum(a) over w2 from mallory.t window w as (partition by mallory.yes(a)), w2 as (w order by a)
----
-- name: window_nth_argument
select nth_value(a, mallory.im0()) over (order by a) from mallory.t
----
-- name: window_unused_clause
select a from mallory.t window w as (order by mallory.im1(a))
----
-- name: window_function_without_over
select mallory.evil_sum(a), row_number() over () from mallory.t group by a
----
-- name: window_lead_default_domain
select lead(d, 1, '0') over () from mallory.domains
