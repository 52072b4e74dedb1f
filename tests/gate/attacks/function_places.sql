-- A stranger's function in every place of a query where a function can stand.
----
-- name: place_target
select mallory.vo0()
----
-- name: place_target_star
select (mallory.record()).*
----
-- name: place_where
select 1 where mallory.yes(1)
----
-- name: place_where_false_and
select 1 where false and mallory.yes(1)
----
-- name: place_from
select * from mallory.rows_plain(1)
----
-- name: place_from_inlined_set
select * from mallory.rows()
----
-- name: place_from_scalar
select * from mallory.vo0()
----
-- name: place_from_record
select * from mallory.record() as r(a int, b int)
----
-- name: place_rows_from
select * from rows from (generate_series(1, 2), mallory.rows_plain(1)) with ordinality
----
-- name: place_rows_from_coldef
select * from rows from (mallory.record() as (a int, b int)) as r
----
-- name: place_lateral
select * from shop.orders o cross join lateral mallory.rows_plain(o.id::int) limit 1
----
-- name: place_from_argument
select * from generate_series(1, mallory.vo0())
----
-- name: place_join_on
select 1 from shop.orders o join shop.customers c on mallory.yes(o.id)
----
-- name: place_join_lateral_on
select 1 from shop.customers c left join lateral (select mallory.im1(c.id)) l on true
----
-- name: place_values
values (mallory.vo0()), (2)
----
-- name: place_values_in_from
select * from (values (mallory.im0())) v(a)
----
-- name: place_in_values
select 1 where 1 in (values (mallory.vo0()))
----
-- name: place_order_by
select 1 from shop.orders order by mallory.im1(id)
----
-- name: place_order_by_constant
select 1 order by mallory.vo0()
----
-- name: place_group_by
select count(*) from shop.orders group by mallory.im1(id)
----
-- name: place_grouping_set
select count(*) from shop.orders group by grouping sets ((mallory.im1(id)), ())
----
-- name: place_rollup
select count(*) from shop.orders group by rollup (mallory.im1(status))
----
-- name: place_having
select count(*) from shop.orders having mallory.yes(count(*))
----
-- name: place_distinct_on
select distinct on (mallory.im1(id)) id from shop.orders
----
-- name: place_limit
select 1 limit mallory.im0()
----
-- name: place_offset
select 1 offset mallory.vo0()
----
-- name: place_fetch_first
select 1 fetch first (mallory.im0()) rows only
----
-- name: place_window_partition
select rank() over (partition by mallory.im1(id) order by id) from shop.orders
----
-- name: place_window_order
select rank() over w from shop.orders window w as (order by mallory.im1(id))
----
-- name: place_window_frame
select sum(id) over (order by id rows between mallory.im0() preceding and current row) from shop.orders
----
-- name: place_window_frame_range
select sum(total) over (order by total range between mallory.im0()::numeric preceding and current row) from shop.orders
----
-- name: place_aggregate_argument
select sum(mallory.im1(id)) from shop.orders
----
-- name: place_aggregate_filter
select count(*) filter (where mallory.yes(id)) from shop.orders
----
-- name: place_aggregate_order
select array_agg(id order by mallory.im1(id)) from shop.orders
----
-- name: place_within_group
select percentile_cont(0.5) within group (order by mallory.im1(id)) from shop.orders
----
-- name: place_within_group_direct
select percentile_cont(mallory.im0()::float8) within group (order by id) from shop.orders
----
-- name: place_case
select case when true then 1 else mallory.vo0() end
----
-- name: place_case_folded_away
select case when false then mallory.im0() else 1 end
----
-- name: place_case_expression
select case mallory.vo0() when 1 then 2 end
----
-- name: place_coalesce
select coalesce(null, mallory.vo0())
----
-- name: place_coalesce_second
select coalesce(1, mallory.im0())
----
-- name: place_nullif
select nullif(mallory.vo0(), 1)
----
-- name: place_greatest
select greatest(1, mallory.vo0())
----
-- name: place_array
select array[mallory.vo0()]
----
-- name: place_array_subscript
select (array[1, 2])[mallory.im0()]
----
-- name: place_array_slice
select (array[1, 2])[mallory.im0():mallory.vo0()]
----
-- name: place_array_subquery
select array(select mallory.vo0())
----
-- name: place_row
select row(mallory.vo0())
----
-- name: place_row_comparison
select row(1, mallory.im0()) < row(1, 2)
----
-- name: place_any_array
select 1 = any (array[mallory.im0()])
----
-- name: place_all_subquery
select 1 <> all (select mallory.vo0())
----
-- name: place_exists
select exists (select mallory.vo0())
----
-- name: place_exists_where
select exists (select 1 where mallory.yes(2))
----
-- name: place_scalar_subquery
select (select mallory.vo0())
----
-- name: place_correlated
select (select mallory.im1(o.id)) from shop.orders o limit 1
----
-- name: place_cte
with a as (select mallory.vo0()) select * from a
----
-- name: place_cte_unreferenced
with a as materialized (select mallory.vo0()) select 1
----
-- name: place_cte_recursive
with recursive a(n) as (select 1 union all select n + mallory.im1(n) from a where n < 3) select * from a
----
-- name: place_cte_cycle_mark
with recursive a(n) as (select 1 union all select mallory.im1(n) from a) cycle n set seen using path select * from a
----
-- name: place_union
select 1 union select mallory.vo0()
----
-- name: place_except
select 1 except select mallory.im0()
----
-- name: place_table_command
table mallory.v_call
----
-- name: place_tablesample_argument
select count(*) from shop.orders tablesample bernoulli (mallory.im0())
----
-- name: place_tablesample_repeatable
select count(*) from shop.orders tablesample system (1) repeatable (mallory.im0())
----
-- name: place_tablesample_method
select * from shop.orders tablesample mallory.im1 (1)
----
-- name: place_tablesample_extension
select count(*) from shop.orders tablesample system_time (60000)
----
-- name: place_xmltable
select * from xmltable('/a' passing ('<a/>'::xml) columns b int default mallory.im0() path 'b')
----
-- name: place_xmltable_row
select * from xmltable(mallory.same_text('/a') passing '<a/>' columns b int)
----
-- name: place_xmltable_namespace
select * from xmltable(xmlnamespaces(mallory.same_text('u') as n), '/a' passing '<a/>' columns b int)
----
-- name: place_xmlelement
select xmlelement(name a, xmlattributes(mallory.vo0() as b), mallory.im0())
----
-- name: place_xmlforest
select xmlforest(mallory.vo0() as a)
----
-- name: place_json_object
select json_build_object('a', mallory.vo0())
----
-- name: place_json_constructor
select json_object('a' value mallory.vo0())
----
-- name: place_json_table
select * from json_table('[1]', '$[*]' columns (a int path '$' default mallory.im0() on error)) j
----
-- name: place_jsonpath_vars
select jsonb_path_query('1', '$v', jsonb_build_object('v', mallory.vo0()))
----
-- name: place_at_time_zone
select timestamp '2026-01-01' at time zone mallory.same_text('UTC')
----
-- name: place_collate
select mallory.same_text('a') collate "C"
----
-- name: place_is_document
select xmlparse(content mallory.same_text('<a/>')) is document
----
-- name: place_between
select 1 between mallory.im0() and 3
----
-- name: place_like
select 'a' like mallory.same_text('a')
----
-- name: place_overlaps
select (date '2026-01-01', mallory.im0() * interval '1 day') overlaps (date '2026-01-01', date '2026-01-02')
----
-- name: place_extract
select extract(day from mallory.now())
----
-- name: place_interval_precision
select interval '1 day' * mallory.im0()
----
-- name: place_typmod
select cast('a' as varchar(mallory.im0()))
----
-- name: place_attribute_notation
-- path: mallory, public
select t.of_row from mallory.t
----
-- name: place_attribute_notation_function
-- path: mallory, public
select (t).plain_text from (select (1, 'x')::mallory.plain as t) s
----
-- name: place_default_argument
select mallory.with_default()
----
-- name: place_default_argument_honest_function
select make_interval(days => mallory.im0())
----
-- name: place_named_notation
select mallory.named(second => 1, first => 2)
----
-- name: place_named_old_notation
select mallory.named(second := 1, first := 2)
----
-- name: place_mixed_notation
select mallory.named(1, second => 2)
----
-- name: place_variadic
select mallory.many(1, 2, 3)
----
-- name: place_variadic_array
select mallory.many(variadic array[1, 2])
----
-- name: place_variadic_of_builtin
select format('%s', variadic array[mallory.vo0()])
----
-- name: place_inlined_sql
select mallory.inlined()
----
-- name: place_inlined_sql_argument
select mallory.inlined_arg(id) from shop.customers
----
-- name: place_atomic_body
select mallory.atomic()
----
-- name: place_definer
select mallory.definer()
----
-- name: place_definer_of_superuser
-- leaks: root:
select public.definer_read('/etc/passwd')
----
-- name: place_definer_query
select public.definer_query('select secret from vault.secrets limit 1')
----
-- name: place_definer_of_vault
select vault.peek(1)
----
-- name: place_resets_role
select mallory.sets_role()
----
-- name: place_function_with_set
select mallory.with_set()
----
-- name: place_function_that_writes
select mallory.writes()
----
-- name: place_quoted_schema
select "mallory"."vo0"()
----
-- name: place_database_qualified
select postgres.mallory.vo0()
----
-- name: place_without_schema
-- path: mallory, public
select vo0()
----
-- name: place_procedure_as_function
select mallory.proc()
----
-- name: place_trigger_function
select mallory.fired()
----
-- name: place_event_trigger_function
select mallory.on_ddl()
----
-- name: place_set_in_target
select mallory.rows_plain(1), generate_series(1, 2)
----
-- name: place_nested_in_builtin
select upper(lower(mallory.same_text('a')))
----
-- name: place_in_window_default
select lag(id, 1, mallory.im0()::bigint) over (order by id) from shop.orders
----
-- name: place_using_join_function_alias
select * from shop.orders join mallory.rows_plain(1) as f(id) using (id)
