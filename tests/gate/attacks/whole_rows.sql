-- A literal beside a whole row is read as that row's type, with all checks of its columns, before anything can be judged.
----
-- name: row_coalesce
select coalesce(t, '(5)') from mallory.domain_rows t
----
-- name: row_coalesce_star
select coalesce(t.*, '(5)') from mallory.domain_rows t
----
-- name: row_coalesce_without_alias
select coalesce(domain_rows, '(5)') from mallory.domain_rows
----
-- name: row_coalesce_qualified
select coalesce(mallory.domain_rows, '(5)') from mallory.domain_rows
----
-- name: row_coalesce_qualified_star
select coalesce(mallory.domain_rows.*, '(5)') from mallory.domain_rows
----
-- name: row_coalesce_quoted
select coalesce("T x", '(5)') from mallory.domain_rows "T x"
----
-- name: row_coalesce_outer
select (select coalesce(t, '(5)')) from mallory.domain_rows t
----
-- name: row_coalesce_in_join
select coalesce(t, '(5)') from shop.edges e join mallory.domain_rows t on t.d = e.a
----
-- name: row_coalesce_of_view
select coalesce(v, '(5)') from mallory.v_domain_rows v
----
-- name: row_coalesce_of_materialized_view
select coalesce(m, '(5)') from mallory.m_domain_rows m
----
-- name: row_coalesce_of_child
select coalesce(c, '(5,6)') from mallory.domain_child c
----
-- name: row_coalesce_of_text
select coalesce(t, '(y,1)') from mallory.text_domain_rows t
----
-- name: row_coalesce_of_lazy
select coalesce(t, '(5,5)') from mallory.lazy_rows t
----
-- name: row_coalesce_of_arrays
select coalesce(t, '({5},"[1,2)")') from mallory.array_rows t
----
-- name: row_coalesce_of_policed
select coalesce(p, '(1,2)') from mallory.policed p
----
-- name: row_coalesce_of_rows
select coalesce(r.t, '(y,1)') from mallory.row_of_rows r
----
-- name: row_case
select case when true then '(5)' else t end from mallory.domain_rows t
----
-- name: row_case_simple
select case t when '(5)' then 1 end from mallory.domain_rows t
----
-- name: row_greatest
select greatest(t, '(5)') from mallory.domain_rows t
----
-- name: row_nullif
select nullif(t, '(5)') from mallory.domain_rows t
----
-- name: row_equals
select 1 from mallory.domain_rows t where t = '(5)'
----
-- name: row_distinct_from
select t is distinct from '(5)' from mallory.domain_rows t
----
-- name: row_in_list
select 1 from mallory.domain_rows t where t in ('(5)', '(6)')
----
-- name: row_any
select 1 from mallory.domain_rows t where t = any ('{"(5)"}')
----
-- name: row_array
select array[t, '(5)'] from mallory.domain_rows t
----
-- name: row_array_append
select array[t] || '(5)' from mallory.domain_rows t
----
-- name: row_array_concat
select array[t] || '{"(5)"}' from mallory.domain_rows t
----
-- name: row_array_position
select array_position(array[t], '(5)') from mallory.domain_rows t
----
-- name: row_array_agg
select array_agg(t) || '{"(5)"}' from mallory.domain_rows t
----
-- name: row_union
select t from mallory.domain_rows t union all select '(5)'
----
-- name: row_union_first
select '(5)' union all select t from mallory.domain_rows t
----
-- name: row_except
select t from mallory.domain_rows t except select '(5)'
----
-- name: row_values
select * from mallory.domain_rows t, lateral (values (t), ('(5)')) v(x)
----
-- name: row_recursive
with recursive r(x) as (select t from mallory.domain_rows t union all select '(5)' from r where false) select * from r
----
-- name: row_lag
select lag(t, 1, '(5)') over () from mallory.domain_rows t
----
-- name: row_lead_named
select lead(t, 1, '(5)') over w from mallory.domain_rows t window w as (order by d)
----
-- name: row_populate
select jsonb_populate_record(t, '{"d": 5}') from mallory.domain_rows t
----
-- name: row_populate_json
select json_populate_record(t, '{"d": 5}') from mallory.domain_rows t
----
-- name: row_populate_set
select * from mallory.domain_rows t, lateral jsonb_populate_recordset(t, '[{"d": 5}]') p
----
-- name: row_populate_view
select jsonb_populate_record(v, '{"d": 5}') from mallory.v_domain_rows v
----
-- name: row_populate_star
select (jsonb_populate_record(t.*, '{"d": 5}')).d from mallory.domain_rows t
----
-- name: row_populate_null
select jsonb_populate_record(n, '{"d": 5}') from mallory.domain_rows t left join mallory.domain_rows n on false
----
-- name: row_populate_hstore
select populate_record(t, 'd=>5') from mallory.domain_rows t
----
-- name: row_hstore_operator
select t #= 'd=>5' from mallory.domain_rows t
----
-- name: row_populate_aggregate
select jsonb_populate_record((array_agg(t))[1], '{"d": 5}') from mallory.domain_rows t
----
-- name: row_populate_subquery
select jsonb_populate_record((select t from mallory.domain_rows t limit 1), '{"d": 5}')
----
-- name: row_populate_cte
with c as (select t as x from mallory.domain_rows t) select jsonb_populate_record(x, '{"d": 5}') from c
----
-- name: row_populate_nested
select jsonb_populate_record(r, '{"t": {"t": "y", "n": 1}}') from mallory.row_of_rows r
----
-- name: row_populate_computed
select jsonb_populate_record(t, jsonb_build_object('d', n)) from mallory.domain_rows t, generate_series(1, 3) n
----
-- name: row_populate_lazy
select jsonb_populate_record(t, '{"d": 5}') from mallory.lazy_rows t
----
-- name: row_natural_name
select domain_rows from mallory.domain_rows union all select '(5)'
----
-- name: row_of_temporary_table
-- before: create temp table evil_rows (d mallory.evil_int)
-- after: drop table pg_temp.evil_rows
select coalesce(t, '(5)') from evil_rows t
----
-- name: row_of_join
select coalesce(j, '(5,1)') from (mallory.domain_rows cross join shop.edges) j
----
-- name: row_of_sub_query
select coalesce(s, '(5)') from (select d from mallory.domain_rows) s
----
-- name: row_of_aliased_columns
select coalesce(t, '(5)') from mallory.domain_rows as t (anything)
----
-- name: row_named_like_column
select coalesce(d, '(5)') from mallory.domain_rows d
----
-- name: row_in_order
select 1 from mallory.domain_rows t order by coalesce(t, '(5)')
----
-- name: row_in_group
select count(*) from mallory.domain_rows t group by coalesce(t, '(5)')
----
-- name: row_in_having
select count(*) from mallory.domain_rows t group by t having t = coalesce(t, '(5)')
----
-- name: row_in_limit
select 1 from mallory.domain_rows t limit (select count(coalesce(u, '(5)')) from mallory.domain_rows u)
----
-- name: row_in_filter
select count(*) filter (where t = coalesce(t, '(5)')) from mallory.domain_rows t
----
-- name: row_in_sample
select coalesce(t, '(5)') from mallory.domain_rows t tablesample system (100)
----
-- name: row_in_using
select coalesce(t, '(5)') from mallory.domain_rows t join mallory.domain_rows u using (d)
----
-- name: row_in_xml
select xmlelement(name a, coalesce(t, '(5)')) from mallory.domain_rows t
----
-- name: row_in_explain
explain select coalesce(t, '(5)') from mallory.domain_rows t
----
-- name: row_by_function_notation
select d(coalesce(t, '(5)')) from mallory.domain_rows t
----
-- name: row_by_field
select (coalesce(t, '(5)')).d from mallory.domain_rows t
----
-- name: row_by_text
select t::text::mallory.domain_rows from mallory.domain_rows t
----
-- name: row_by_subscript
select (array[t, '(5)'])[2] from mallory.domain_rows t
----
-- name: row_two_levels
select coalesce(x, '(5)') from (select t as x from mallory.domain_rows t) s
----
-- name: row_array_column
select coalesce(a, '{5}') from mallory.array_rows
----
-- name: row_range_column
select coalesce(r, '[5,6)') from mallory.array_rows
----
-- name: row_range_column_contains
select r @> '5' from mallory.array_rows
----
-- name: row_composite_column
select coalesce(t, '(y,1)') from mallory.row_of_rows
