-- Code that runs while a query is only being planned. These are worth most as explain().
----
-- name: plan_folded_call
select mallory.im0()
----
-- name: plan_folded_in_where
select * from shop.orders where id = mallory.im0()
----
-- name: plan_folded_in_false
select * from shop.orders where false and id = mallory.im0()
----
-- name: plan_folded_argument
select mallory.im1(1)
----
-- name: plan_folded_text
select mallory.same_text('x') || 'y'
----
-- name: plan_folded_stable_estimate
select * from shop.orders where id < mallory.st0()
----
-- name: plan_folded_in_limit
select * from shop.orders limit mallory.im0()
----
-- name: plan_folded_in_on
select * from shop.orders o join shop.customers c on c.id = mallory.im0()
----
-- name: plan_inlined
select * from shop.orders where id = mallory.inlined()
----
-- name: plan_inlined_set
select * from mallory.rows() where rows = 1
----
-- name: plan_inlined_atomic
select * from shop.orders where id = mallory.atomic()
----
-- name: plan_default_argument
select * from shop.orders where id = mallory.with_default()
----
-- name: plan_index_expression
select a from mallory.indexed
----
-- name: plan_index_expression_where
select a from mallory.indexed where a = 1
----
-- name: plan_index_expression_join
select 1 from shop.orders o, mallory.indexed i where i.a = o.id
----
-- name: plan_index_predicate
select a from mallory.indexed_where where a > 1
----
-- name: plan_index_predicate_proof
select a from mallory.indexed_function where b = 2
----
-- name: plan_index_only_count
select count(*) from mallory.indexed_where
----
-- name: plan_index_in_subquery
select exists (select from mallory.indexed where a = 5)
----
-- name: plan_index_in_view
select * from (select * from mallory.indexed offset 0) s
----
-- name: plan_index_unreferenced_cte
with c as (select * from mallory.indexed) select 1
----
-- name: plan_index_removed_join
select o.id from shop.orders o left join mallory.indexed_function i on i.a = o.id
----
-- name: plan_extended_statistics
select a from mallory.with_statistics where b = 1
----
-- name: plan_extended_statistics_expression
select count(*) from mallory.with_statistics where a + 1 = 3 and b = 1
----
-- name: plan_extended_statistics_group
select b, count(*) from mallory.with_statistics group by b
----
-- name: plan_constraint_exclusion
select * from mallory.checked where a = -1
----
-- name: plan_constraint_exclusion_child
select * from mallory.checked_child where a = -1
----
-- name: plan_constraint_exclusion_union
select * from (select a from mallory.checked_child union all select a from mallory.checked) s where a = -1
----
-- name: plan_partition_key_expression
select * from mallory.keyed
----
-- name: plan_partition_key_pruning
select * from mallory.keyed where a = 1
----
-- name: plan_partition_of_keyed
select * from mallory.keyed_1 where a = 1
----
-- name: plan_partition_key_function
select * from mallory.listed where a = 1
----
-- name: plan_partition_list_match
select * from mallory.listed where mallory.im1(a) = 1
----
-- name: plan_partition_list_default
select count(*) from mallory.listed_rest where a > 1
----
-- name: plan_partition_opclass_range
select * from mallory.by_range where a = 5
----
-- name: plan_partition_opclass_all
select count(*) from mallory.by_range
----
-- name: plan_partition_opclass_hash
select * from mallory.by_hash where a = 5
----
-- name: plan_partitionwise_join
select count(*) from mallory.by_range x join mallory.by_range y on x.a = y.a where x.a between 3 and 12
----
-- name: plan_partition_subquery_pruning
select * from mallory.by_range where a = (select 5)
----
-- name: plan_policy
select a from mallory.policed
----
-- name: plan_policy_lazy
select a from mallory.policed_lazy
----
-- name: plan_view_folded
select * from mallory.v_folded
----
-- name: plan_view_cast
select * from mallory.v_cast limit 0
----
-- name: plan_view_operator
select * from mallory.v_operator
----
-- name: plan_domain_constraint_folding
select 1::mallory.evil_int
----
-- name: plan_domain_coercion
select a::mallory.evil_int from mallory.t limit 0
----
-- name: plan_domain_lazy_constraint
select a::mallory.evil_lazy from mallory.t limit 0
----
-- name: plan_row_type_default
select jsonb_populate_record(null::mallory.defaults, '{"a": 1}')
----
-- name: plan_default_of_insert
insert into mallory.defaults (a) values (1)
----
-- name: plan_generated_of_update
update mallory.defaults set a = 1
----
-- name: plan_selectivity_operator
select * from mallory.t where b operator(mallory.===) 1
----
-- name: plan_case_simplification
select case when mallory.im0() = 1 then 1 else 2 end from shop.orders
----
-- name: plan_boolean_simplification
select 1 from shop.orders where mallory.yes(1) or true
----
-- name: plan_array_fold
select array[mallory.im0(), 1] from shop.orders limit 0
----
-- name: plan_row_fold
select row(mallory.im0()) is not null from shop.orders limit 0
----
-- name: plan_aggregate_minmax
select mallory.honest_looking(a) from mallory.indexed_where
----
-- name: plan_srf_rows_support
select * from generate_series(1, mallory.im0()) limit 0
----
-- name: plan_sublink_pullup
select * from shop.orders where id in (select mallory.im0())
----
-- name: plan_tablesample_estimate
select * from shop.orders tablesample bernoulli (mallory.im0()) limit 0
----
-- name: plan_window_run_condition
select * from (select id, row_number() over (order by id) n from shop.orders) s where n <= mallory.im0()
----
-- name: plan_memoize_cache_key
select * from shop.orders o, lateral (select mallory.im0() + o.customer_id offset 0) l limit 0
