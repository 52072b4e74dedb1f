-- Code that runs while a text is only being read: input functions, and what domains check.
----
-- name: parse_domain_cast
select '1'::mallory.evil_int
----
-- name: parse_domain_cast_function_syntax
select cast('1' as mallory.evil_int)
----
-- name: parse_domain_typed_literal
select mallory.evil_int '1'
----
-- name: parse_domain_function_notation
select mallory.evil_int('1')
----
-- name: parse_domain_over_domain
select '1'::mallory.on_evil
----
-- name: parse_domain_text
select 'x'::mallory.evil_text
----
-- name: parse_domain_lazy
select '1'::mallory.evil_lazy
----
-- name: parse_domain_jsonb
select '{}'::mallory.evil_json
----
-- name: parse_domain_array
select '{1,2}'::mallory.evil_ints
----
-- name: parse_array_of_domain
select '{1,2}'::mallory.evil_int[]
----
-- name: parse_array_of_domain_quoted_name
select '{1}'::mallory._evil_int
----
-- name: parse_domain_of_array_of_domain
select '{1}'::mallory.array_of_evil
----
-- name: parse_composite_with_domain
select '(1,2)'::mallory.pair
----
-- name: parse_composite_array
select '{"(1,2)"}'::mallory.pair[]
----
-- name: parse_composite_nested
select '("(1,2)","{""(1,2)""}")'::mallory.nested
----
-- name: parse_domain_over_composite
select '(1,2)'::mallory.evil_pair
----
-- name: parse_range_of_domain
select '[1,2)'::mallory.domain_range
----
-- name: parse_multirange_of_domain
select '{[1,2)}'::mallory.domain_multirange
----
-- name: parse_table_row_type
select '(1,x,"(1,2)",{})'::mallory.domains
----
-- name: parse_view_row_type
select '(1)'::mallory.v_cast
----
-- name: parse_opclass_range
select '["(1,a)","(2,b)")'::mallory.plain_range
----
-- name: parse_null_domain
select null::mallory.evil_int
----
-- name: parse_percent_type
select '1'::mallory.domains.d%type
----
-- name: parse_in_where
select 1 where '1'::mallory.evil_int = 1
----
-- name: parse_in_false_branch
select case when false then '1'::mallory.evil_int end
----
-- name: parse_in_limit
select 1 limit '1'::mallory.evil_int
----
-- name: parse_in_values
values ('1'::mallory.evil_int)
----
-- name: parse_implicit_by_comparison
select * from mallory.domains where d = '1'
----
-- name: parse_implicit_by_text_comparison
select * from mallory.domains where t = 'x'
----
-- name: parse_implicit_by_in
select * from mallory.domains where d in ('1', '2')
----
-- name: parse_implicit_by_row
select * from mallory.domains where (d, t) = ('1', 'x')
----
-- name: parse_implicit_by_composite
select * from mallory.domains where p = '(1,2)'::mallory.pair
----
-- name: parse_implicit_by_union
select d from mallory.domains union all select '2'
----
-- name: parse_implicit_by_case
select case when true then '1' else d end from mallory.domains
----
-- name: parse_implicit_by_coalesce
select coalesce(d, '3') from mallory.domains
----
-- name: parse_implicit_by_array
select array[d, '2'] from mallory.domains
----
-- name: parse_implicit_by_any
select 1 from mallory.domains where d = any ('{1,2}')
----
-- name: parse_implicit_by_function_argument
select mallory.keep('1', 2)
----
-- name: parse_coldef_list
select * from json_to_recordset('[{"a": 1}]') as r(a mallory.evil_int)
----
-- name: parse_jsonb_to_record
select * from jsonb_to_record('{"a": 1}') as r(a mallory.evil_int)
----
-- name: parse_jsonb_populate_record
select * from jsonb_populate_record(null::mallory.pair, '{"a": 1, "b": 2}')
----
-- name: parse_json_populate_recordset
select * from json_populate_recordset(null::mallory.domains, '[{"d": 1, "t": "x"}]')
----
-- name: parse_jsonb_populate_nested
select jsonb_populate_record(null::mallory.nested, '{"p": {"a": 1, "b": 2}}')
----
-- name: parse_json_returning
select json_value('1', '$' returning mallory.evil_int)
----
-- name: parse_json_table_domain
select * from json_table('[1]', '$[*]' columns (a mallory.evil_int path '$')) j
----
-- name: parse_xmltable_domain
select * from xmltable('/a' passing ('<a>1</a>'::xml) columns b mallory.evil_int path '.')
----
-- name: parse_xmltable_composite
select * from xmltable('/a' passing ('<a>(1,2)</a>'::xml) columns b mallory.pair path '.')
----
-- name: parse_hstore_populate
select populate_record(null::mallory.pair, 'a=>1,b=>2')
----
-- name: parse_hstore_operator
select null::mallory.pair #= hstore('b', '2')
----
-- name: parse_array_fill
select array_fill('1'::mallory.evil_int, array[1])
----
-- name: parse_string_to_array
select string_to_array('1,2', ',')::mallory.evil_int[]
----
-- name: parse_row_cast
select row(1, 2)::mallory.pair
----
-- name: parse_row_cast_field
select (row(1, 2)::mallory.pair).b
----
-- name: parse_regclass_lock
select 'vault.secrets'::regclass
----
-- name: parse_regclass_unknown_schema
select 'vault.no_such_table'::regclass
----
-- name: parse_regprocedure
select 'mallory.im0()'::regprocedure
----
-- name: parse_pg_input_is_valid
select pg_input_is_valid('1', 'mallory.evil_int')
----
-- name: parse_pg_input_error_info
select * from pg_input_error_info('1', 'mallory.evil_int')
----
-- name: parse_domain_in_function
select domain_in('1', 'mallory.evil_int'::regtype::oid, -1) is null
----
-- name: parse_record_in_function
select record_in('(1,2)', 'mallory.pair'::regtype::oid, -1)
----
-- name: parse_array_in_function
select array_in('{1}', 'mallory.evil_int'::regtype::oid, -1)
----
-- name: parse_cast_by_column_type
select (select j from mallory.domains) || '{"b": 1}'
----
-- name: parse_recursive_cte_type
with recursive r(d) as (select '1'::mallory.evil_int union all select d from r where d < 0) select * from r
----
-- name: parse_window_default
select lag(d, 1, '1') over () from mallory.domains
----
-- name: parse_implicit_cast_to_enum
select 1::mallory.mood
----
-- name: parse_enum_to_int
select 'calm'::mallory.mood::int
----
-- name: parse_enum_implicit_int
select 'calm'::mallory.mood + 1
----
-- name: parse_assignment_cast
select (1, 'x')::mallory.plain::text
----
-- name: parse_to_regtype
select to_regtype('mallory.evil_int'), '1'::mallory.evil_int
----
-- name: parse_parameter
select $1::mallory.evil_int
----
-- name: parse_format_type
select format_type('mallory.evil_int'::regtype, null), pg_typeof('1'::mallory.evil_int)
