-- The server's own harmful functions behind operators, casts, aggregates and views of a stranger; and what she left in
-- places that a first look passes by.
----
-- name: hidden_sequence_by_operator
select operator(mallory.!!!) 'mallory.trace_seq'::regclass
----
-- name: hidden_sequence_by_operator_of_column
select seqrelid, operator(mallory.!!!) seqrelid::regclass from pg_sequence
----
-- name: hidden_sequence_any
select 1 from pg_sequence where (operator(mallory.!!!) seqrelid::regclass) > 0
----
-- name: hidden_sequence_default
select pg_sequence_last_value(mallory.to_seq(1))
----
-- name: hidden_sequence_of_vault
select last_value from pg_sequences, vault.secrets
----
-- name: hidden_sequence_view
select * from mallory.v_sequences
----
-- name: hidden_sequence_in_window
select max(pg_sequence_last_value(seqrelid)) over (order by mallory.im1(seqtypid::int)) from pg_sequence
----
-- name: hidden_nextval_by_operator
select operator(mallory.###) 'mallory.trace_seq'::regclass
----
-- name: hidden_setval_by_operator
select 'mallory.trace_seq'::regclass operator(mallory.##) 66600
----
-- name: hidden_setval_by_any
select 'mallory.trace_seq'::regclass operator(mallory.##) any (array[1, 2]::bigint[])
----
-- name: hidden_lock_by_operator
select operator(mallory.~#) 66611::bigint
----
-- name: hidden_lock_by_operator_in_where
select 1 from shop.edges where operator(mallory.~#) a::bigint
----
-- name: hidden_conversion
select '\xff'::bytea operator(mallory.<<->) 'UTF8'
----
-- name: hidden_estimator
select 1 from shop.customers where full_name operator(mallory.&&&) 'x'
----
-- name: hidden_estimator_join
explain select 1 from shop.customers x join shop.customers y on x.full_name operator(mallory.&&&) y.city
----
-- name: hidden_estimator_of_secret
explain select 1 from vault.secrets where secret operator(mallory.&&&) 'x'
----
-- name: hidden_view_union
select * from mallory.v_union
----
-- name: hidden_view_cte
select * from mallory.v_cte
----
-- name: hidden_view_order
select * from mallory.v_order
----
-- name: hidden_view_distinct
select * from mallory.v_distinct
----
-- name: hidden_view_window
select * from mallory.v_window
----
-- name: hidden_view_group
select * from mallory.v_group
----
-- name: hidden_view_limit
select * from mallory.v_limit
----
-- name: hidden_view_sublink
select * from mallory.v_sublink
----
-- name: hidden_view_default
select * from mallory.v_default
----
-- name: hidden_view_domain
select * from mallory.v_domain
----
-- name: hidden_view_array
select * from mallory.v_array
----
-- name: hidden_view_advisory
select * from mallory.v_advisory
----
-- name: hidden_view_literal
select * from mallory.v_literal
----
-- name: hidden_view_set
select * from mallory.v_set
----
-- name: hidden_view_lock
select * from mallory.v_lock
----
-- name: hidden_view_function
select * from mallory.v_srf
----
-- name: hidden_view_values
select * from mallory.v_values
----
-- name: hidden_view_filter
select * from mallory.v_filter
----
-- name: hidden_view_barrier
select * from mallory.v_barrier_leak
----
-- name: hidden_view_in_not_exists
select 1 where not exists (select from mallory.v_sublink)
----
-- name: hidden_view_unread_columns
select count(*) from mallory.v_array
----
-- name: hidden_view_populated
select * from mallory.v_populated
----
-- name: hidden_view_recordset
select * from mallory.v_recordset
----
-- name: hidden_view_row_of_text
select p is null from mallory.v_row_of_text
----
-- name: hidden_view_array_of_text
select array_length(p, 1) from mallory.v_array_of_text
----
-- name: hidden_view_range_of_text
select isempty(p) from mallory.v_range_of_text
----
-- name: hidden_policy_row_of_text
select * from mallory.policed_text
----
-- name: hidden_policy_foreign
select * from mallory.policed_remote
----
-- name: hidden_policy_sequence
select * from mallory.policed_sequence
----
-- name: hidden_policy_of_policy
select * from mallory.policed_twice
----
-- name: hidden_policy_count
select count(*) from mallory.policed_sequence, mallory.policed_twice
----
-- name: hidden_statistics
select * from mallory.with_statistics where (a + mallory.im0()) = 1
----
-- name: hidden_words
select to_tsvector('mallory.config', 'running'), to_tsquery('mallory.config', 'running')
----
-- name: hidden_words_default
-- before: set default_text_search_config = 'mallory.config'
-- after: reset default_text_search_config
select to_tsvector('running'), ts_headline('a b', 'a'), mallory.vo0()
----
-- name: hidden_words_dictionary
select ts_lexize('mallory.words', 'running'), ts_debug('mallory.config', 'running'), mallory.vo0()
----
-- name: hidden_conversion_by_path
-- path: common, mallory
select convert('\xe4'::bytea, 'LATIN1', 'UTF8'), convert_to('ä', 'LATIN1'), mallory.vo0()
----
-- name: hidden_collation
select full_name collate mallory.sorted, mallory.vo0() from shop.customers order by 1
----
-- name: hidden_default_of_type
select null::mallory.evil_default
----
-- name: hidden_domain_quiet
select '-1'::mallory.quiet, mallory.vo0()
----
-- name: hidden_domain_of_row
select '(1,x)'::mallory.nested_row
----
-- name: hidden_inherited_column
select e, d::mallory.evil_int from mallory.domain_child
----
-- name: hidden_cast_by_inout
select 'calm'::text::mallory.mood::int
----
-- name: hidden_cast_in_array
select array['calm']::mallory.mood[]::int[]
----
-- name: hidden_cast_of_row
select row('calm')::mallory.plain
----
-- name: hidden_cast_in_values
select x::int from (values ('calm'::mallory.mood)) v(x)
----
-- name: hidden_cast_in_union
select 1 union all select 'calm'::mallory.mood
----
-- name: hidden_cast_in_between
select 1 between 'calm'::mallory.mood and 3
----
-- name: hidden_cast_in_case
select case 1 when 'calm'::mallory.mood then 2 end
----
-- name: hidden_cast_in_function_argument
select abs('calm'::mallory.mood)
----
-- name: hidden_cast_in_window_offset
select sum(a) over (order by a rows 'calm'::mallory.mood preceding) from shop.edges
----
-- name: hidden_cast_in_limit
select 1 limit 'calm'::mallory.mood
----
-- name: hidden_cast_in_subscript
select (array[1])['calm'::mallory.mood]
----
-- name: hidden_cast_in_sample
select count(*) from shop.edges tablesample bernoulli ('calm'::mallory.mood::int)
----
-- name: hidden_cast_in_fetch
select 1 fetch first ('calm'::mallory.mood) rows with ties
----
-- name: hidden_cast_in_using
select 1 from (select 'calm'::mallory.mood as k) x join (select 1 as k) y using (k)
----
-- name: hidden_cast_in_in
select 1 in ('calm'::mallory.mood, 2)
----
-- name: hidden_cast_in_not_in_subquery
select 1 not in (select m from mallory.moods)
----
-- name: hidden_cast_in_string_function
select length('calm'::mallory.mood), 'x' || 'calm'::mallory.mood
----
-- name: hidden_cast_in_json
select json_build_object('a', 'calm'::mallory.mood), jsonb_build_array(array['calm'::mallory.mood])
----
-- name: hidden_cast_in_json_deep
select to_jsonb(array_agg(z)) from (select array[row('calm'::mallory.mood)] as z) s
----
-- name: hidden_cast_in_json_range
select to_jsonb(r), row_to_json(x) from mallory.ranges x
----
-- name: hidden_cast_in_json_map
select jsonb_object_agg(m, m) from mallory.moods
----
-- name: hidden_cast_in_concat_ws
select concat_ws(',', m, p, t) from mallory.moods t
----
-- name: hidden_gate_by_row
insert into copilot._gate_allowed values ('mallory.im0()', copilot._gate_definition('mallory.im0'::regproc), 'x', 'x')
----
-- name: hidden_gate_allow_in_view
-- before: create temp view evil_view as select copilot.gate_allow('mallory.im0()', 'x') as a
-- after: drop view pg_temp.evil_view
select * from evil_view
----
-- name: hidden_gate_allow_in_from
select * from copilot.gate_allow('mallory.im0()'::regprocedure, 'x')
----
-- name: hidden_gate_forbid
select copilot.gate_forbid('mallory.im0()', 'x')
----
-- name: hidden_gate_definition
select copilot._gate_definition('mallory.im0'::regproc), mallory.im0()
----
-- name: hidden_gate_stand_in
select copilot._sequence_last_value('mallory.trace_seq'::regclass), mallory.vo0()
----
-- name: hidden_gate_check
select copilot._at_most(mallory.vo0(), 5)
----
-- name: hidden_gate_check_alone
select copilot._at_most('x'::text, 5)
----
-- name: hidden_gate_check_around_lock
select copilot._at_most(pg_advisory_lock(66612)::text, 5)
----
-- name: hidden_gate_temp_schema
-- before: create function pg_temp._at_most(anyelement, bigint) returns anyelement language sql as 'select $1 from (select mallory.im0()) s'
-- after: drop function pg_temp._at_most(anyelement, bigint)
select length(lower(repeat(full_name, 1000)) || upper(repeat(email, 1000)) || reverse(repeat(city, 1000)) || md5(repeat(city, 1000)) || lower(email || city)) from shop.customers
----
-- name: hidden_many_calls_then_one
-- template
select {{200*length(lower(repeat(full_name, 3)) || repeat(city, 2)), }}mallory.vo0() from shop.customers
----
-- name: hidden_behind_many_names
-- template
select {{900*abs(id), }}mallory.im1(id) from shop.customers
----
-- name: hidden_after_many_types
-- template
select {{900*null::int, }}null::mallory.evil_int
----
-- name: hidden_in_group_by_ordinal
select mallory.im1(id), count(*) from shop.customers group by 1 order by 2
----
-- name: hidden_in_all_columns_of_function
select (mallory.rows_plain(1)), (select r from mallory.rows_plain(2) r)
----
-- name: hidden_in_rows_from_argument
select * from rows from (unnest(array[mallory.im0()]), generate_series(1, 2)) as r(a, b)
----
-- name: hidden_in_jsonpath_argument
select jsonb_path_exists('{}', '$.a', to_jsonb(mallory.vo0()))
----
-- name: hidden_in_interval_arithmetic
select date '2024-01-01' + make_interval(days => mallory.im0())
----
-- name: hidden_in_range_bound
select int4range(1, mallory.im0(), '[]')
----
-- name: hidden_in_array_slice
select (array[1, 2, 3])[1:mallory.im0()]
----
-- name: hidden_in_ordinality
select * from generate_series(1, mallory.im0()) with ordinality
----
-- name: hidden_in_grouping
select grouping(mallory.im1(id)) from shop.customers group by rollup (mallory.im1(id))
----
-- name: hidden_in_tie
select id from shop.customers order by mallory.im1(id) fetch first 1 rows with ties
----
-- name: hidden_in_search_clause
with recursive r(n) as (select 1 union all select n + 1 from r where n < 2) search depth first by n set o select o, mallory.im0() from r
----
-- name: hidden_in_boolean_test
select mallory.yes(1) is not unknown
----
-- name: hidden_in_null_test
select mallory.record() is not null
----
-- name: hidden_in_collation_for
select collation for (mallory.same_text('a'))
----
-- name: hidden_in_current_of
select 1 from mallory.t where current of evil_cursor
----
-- name: hidden_in_trim
select trim(both mallory.same_text('x') from 'xax'), overlay('abc' placing mallory.same_text('x') from 2)
----
-- name: hidden_in_normalize
select normalize(mallory.same_text('a'), nfc) is nfc normalized
----
-- name: hidden_in_treat
select treat(mallory.im0() as text)
----
-- name: hidden_in_row_field
select (row(mallory.im0(), 2)).f1
----
-- name: hidden_in_multi_set
select unnest(array[1, 2]), unnest(array[mallory.vo0()]), generate_series(1, 2)
----
-- name: hidden_in_correlated_limit
select (select 1 from shop.edges limit mallory.im1(c.id)) from shop.customers c
----
-- name: hidden_in_lateral_values
select * from shop.edges e, lateral (values (mallory.im1(e.a))) v(x)
----
-- name: hidden_in_outer_aggregate
select (select sum(mallory.im1(c.id))) from shop.customers c
----
-- name: hidden_in_default_of_variadic
select concat(variadic array[mallory.same_text('a')]), greatest(1, 2, mallory.im0())
----
-- name: hidden_in_type_of
select pg_typeof(mallory.vo0()), pg_column_size(mallory.vo0())
----
-- name: hidden_in_regtype
select to_regtype('mallory.evil_int')::oid, mallory.vo0()::oid::regtype
----
-- name: hidden_privilege_probe
select has_function_privilege('mallory.im0()', 'execute'), has_table_privilege('mallory.t', 'select'), mallory.im0()
----
-- name: hidden_lock_table_function
select pg_relation_size('mallory.t'), pg_table_is_visible('mallory.t'::regclass), pg_try_advisory_xact_lock(66613)
----
-- name: hidden_snapshot_export
select pg_export_snapshot()
----
-- name: hidden_serializable
-- before: set default_transaction_isolation = serializable
-- after: reset default_transaction_isolation
select count(*), mallory.vo0() from shop.orders
----
-- name: hidden_client_encoding
-- before: set client_encoding = 'LATIN1'
-- after: reset client_encoding
select 'ä', mallory.vo0()
----
-- name: hidden_debug_settings
-- before: set debug_print_parse = on; set debug_print_plan = on; set client_min_messages = debug5
-- after: reset debug_print_parse; reset debug_print_plan; reset client_min_messages
select mallory.im0()
----
-- name: hidden_forced_parallel
-- before: set force_parallel_mode = on
-- after: reset force_parallel_mode
select count(*), mallory.im0() from shop.orders
