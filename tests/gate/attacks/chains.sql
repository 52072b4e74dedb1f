-- Thousands of short calls in one expression, between which the executor asks for no interrupt; and what one literal or
-- one name too many costs before anything runs.
----
-- name: chain_concat
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 1000) as x) select length(x{{3000*||x}}) from a
----
-- name: chain_concat_of_column
-- bomb
-- template
select length(repeat(full_name, 100000){{2000*||repeat(full_name, 100000)}}) from shop.customers
----
-- name: chain_concat_written
-- bomb
-- template
with a as (select '{{20000*x}}' as x) select length(x{{4000*||x}}) from a
----
-- name: chain_concat_written_twice
-- bomb
-- template
with a as (select '{{20000*x}}'::text as x), b as (select x{{2000*||x}} as y from a) select {{500*md5(y), }}1 from b
----
-- name: chain_bytea
-- bomb
-- template
with a as materialized (select decode(repeat(repeat('00', 1000), 1000), 'hex') as x) select length(x{{1200*||x}}) from a
----
-- name: chain_array
-- bomb
-- template
with a as materialized (select array_agg(n) as x from generate_series(1, 100000) n) select array_length(x{{1200*||x}}, 1) from a
----
-- name: chain_json
-- bomb
-- template
with a as materialized (select jsonb_agg(n) as x from generate_series(1, 50000) n) select jsonb_array_length(x{{3000*||x}}) from a
----
-- name: chain_bits
-- bomb
-- template
with a as materialized (select repeat(repeat('1', 1000), 1000)::varbit as x) select length(x{{1200*||x}}) from a
----
-- name: chain_tsvector
-- bomb
-- template
with a as materialized (select to_tsvector('simple', string_agg(n::text, ' ')) as x from generate_series(1, 20000) n) select length(x{{1200*||x}}) from a
----
-- name: chain_xml
-- bomb
-- template
with a as materialized (select ('<a>' || repeat(repeat('x', 1000), 500) || '</a>')::xml as x) select xmlconcat(x{{3000*,x}})::text from a
----
-- name: chain_hstore
-- bomb
-- template
with a as materialized (select hstore(array_agg(n::text), array_agg(n::text)) as x from generate_series(1, 20000) n) select x{{3000*||x}} from a
----
-- name: chain_columns_digest
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x) select {{1000*md5(x), }}1 from a
----
-- name: chain_columns_lower
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 2000) as x) select {{1000*length(lower(x)), }}1 from a
----
-- name: chain_comparisons
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x, repeat(repeat('x', 1000), 50000) as y) select {{3000*x < y or }}false from a
----
-- name: chain_equalities
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x, repeat(repeat('x', 1000), 50000) as y) select {{3000*x <> y or }}false from a
----
-- name: chain_like
-- bomb
-- template
with a as materialized (select repeat('a', 20000) as x) select {{1500*x like '%a%a%a%b' or }}false from a
----
-- name: chain_like_written
-- bomb
-- template
with a as (select '{{20000*a}}' as x, '{{1000*%a}}%b' as y) select {{3000*x like y or }}false from a
----
-- name: chain_strpos
-- bomb
-- template
with a as materialized (select repeat('a', 20000) as x, repeat('a', 9999) || 'b' as y) select {{1500*strpos(x, y) + }}0 from a
----
-- name: chain_numeric
-- bomb
-- template
with a as materialized (select 3::numeric ^ 2000 as x) select {{3000*x * x * x * x + }}0 from a
----
-- name: chain_numeric_power
-- bomb
-- template
with a as materialized (select 1.0000001::numeric as x) select {{2500*x ^ 1999.5 + }}0 from a
----
-- name: chain_regex
-- bomb
-- template
with a as materialized (select repeat(repeat('a', 1000), 500) as x) select {{1500*x ~ '(a|b)c' or }}false from a
----
-- name: chain_regex_split
-- bomb
-- template
with a as materialized (select repeat(repeat('a', 1000), 900) as x) select {{500*array_length(regexp_split_to_array(x, ''), 1) + }}0 from a
----
-- name: chain_greatest
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x) select length(greatest(x{{3000*, x || 'y'}})) from a
----
-- name: chain_row_comparison
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x, repeat(repeat('x', 1000), 50000) as y) select ({{1600*x, }}x) < ({{1600*y, }}y) from a
----
-- name: chain_case
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x, repeat(repeat('x', 1000), 49999) || 'z' as y) select case x {{2000*when y then 1 }} end from a
----
-- name: chain_in_list
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x, repeat(repeat('x', 1000), 49999) || 'z' as y) select x in (y{{3000*, y}}) from a
----
-- name: chain_concat_function
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 10000) as x) select length(concat(x{{99*, x}})) from a
----
-- name: chain_array_constructor
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 10000) as x) select array[x{{1000*, x}}] = array[x] from a
----
-- name: chain_row_constructor
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 10000) as x) select row(x{{1000*, x}}) is null from a
----
-- name: chain_casts
-- bomb
-- template
with a as materialized (select ('[' || repeat(repeat('1,', 1000), 400) || '1]') as x) select {{1000*(x::json)::text = x or }}false from a
----
-- name: chain_nested_functions
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 2000) as x) select length({{900*reverse(}}x{{900*)}}) from a
----
-- name: chain_of_explain
-- bomb
-- template
explain with a as (select '{{20000*x}}'::text as x), b as (select x{{2000*||x}} as y from a) select {{500*md5(y), }}1 from b
----
-- name: chain_group_by
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x) select 1 from a group by {{800*length(x || '1'), }}2 + 3
----
-- name: chain_in_order_by
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x from generate_series(1, 2)) select 1 from a order by {{800*md5(x), }}1
----
-- name: chain_in_join_condition
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x) select 1 from a b join a c on {{1500*b.x <> c.x or }}false
----
-- name: chain_in_aggregate_filter
-- bomb
-- template
with a as materialized (select repeat(repeat('x', 1000), 50000) as x) select count(*) filter (where {{1500*md5(x) = 'y' or }}false) from a
----
-- name: literal_lquery
-- bomb
-- template
select '{{7000*a.}}{{15000*a|}}a'::lquery
----
-- name: literal_lquery_in_comparison
-- bomb
-- template
select 'a'::ltree ~ '{{7000*a.}}{{15000*a|}}a'
----
-- name: literal_lquery_not
-- bomb
-- template
select '{{9000*!a.}}{{9000*!a|}}a'::lquery
----
-- name: literal_array_of_lquery
-- bomb
-- template
select '{"{{7000*a.}}{{9000*a|}}a","{{7000*a.}}{{9000*a|}}a"}'::lquery[]
----
-- name: literal_tsvector
-- bomb
-- template
select '{{10000*a:1 }}'::tsvector, '{{3000*a:1,2,3 }}'::tsvector
----
-- name: literal_array_dimensions
-- bomb
-- template
select '[1:100000000]={1}'::int[], '{{6*{}}1{{6*}}}'::int[]
----
-- name: literal_cube
-- bomb
-- template
select '({{30000*1,}}1)'::cube
----
-- name: literal_vector
-- bomb
-- template
select '[{{30000*1,}}1]'::vector
----
-- name: literal_interval
-- bomb
-- template
select '{{10000*1 day }}'::interval
----
-- name: literal_timestamp
-- bomb
-- template
select '{{30000* }}2024-01-01{{30000* }}'::date, '{{60*1}}'::timestamp
----
-- name: literal_regex
-- bomb
-- template
select 'x' ~ '{{6000*(a|b)*}}'
----
-- name: literal_regex_classes
-- bomb
-- template
select 'x' ~ '{{5000*[^a-z]}}{{1000*[[:alpha:]]}}'
----
-- name: literal_similar
-- bomb
-- template
select repeat('a', 100) similar to '{{6000*(a|%)}}b'
----
-- name: literal_jsonpath_filter
-- bomb
-- template
select '{{2000*[1,}}1{{2000*]}}'::jsonb @? '${{500* ? (@.** == 1)}}'
----
-- name: literal_jsonpath_any
-- bomb
-- template
select jsonb_path_query('{{1500*[1,}}1{{1500*]}}'::jsonb, '$.**.**.**')
----
-- name: literal_path
-- bomb
-- template
select '{{6000*(1,1),}}(2,2)'::polygon && '{{3000*(1,1),}}(2,2)'::polygon
----
-- name: literal_typmod
select cast('x' as char(10485760)), '1'::bit(83886080), cast('1' as numeric(1000, 1000)), 'x'::varchar(2147483647)
----
-- name: names_functions
-- bomb
-- template
select {{4000*f\i(1), }}1
----
-- name: names_relations
-- bomb
-- template
select 1 from {{5000*t\i, }}shop.edges
----
-- name: names_qualified
-- bomb
-- template
select 1 from {{3000*s\i.t\i, }}shop.edges
----
-- name: names_types
-- bomb
-- template
select {{4000*null::t\i, }}1
----
-- name: names_operators
-- bomb
-- template
select 1{{2000* operator(s\i.+) 1}}
----
-- name: names_columns
-- bomb
-- template
select {{5000*c\i, }}1 from shop.edges
----
-- name: names_casts_by_function
-- bomb
-- template
select {{3000*t\i('x'), }}1
----
-- name: names_settings
-- bomb
-- template
select {{1500*current_setting('a.b\i', true), }}1
----
-- name: names_time_zones
-- bomb
-- template
select {{1000*now() at time zone 'X\i', }}1
----
-- name: names_common_tables
-- bomb
-- template
with {{2000*a\i as (select 1), }}z as (select 1) select 1 from z
----
-- name: names_windows
-- bomb
-- template
select count(*) over z from shop.orders window {{1500*w\i as (order by id), }}z as (partition by id)
