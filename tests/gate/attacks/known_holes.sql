-- After holes that were found in PostgreSQL itself, or in tools that let others write its SQL.
----
-- name: hole_better_fit_function
-- path: common, public
select lower(email), upper(email) from shop.customers limit 1
----
-- name: hole_stats_by_leaky_operator
select * from vault.secrets where secret operator(mallory.=~) 'T' and secret operator(mallory.<~) 'T'
----
-- name: hole_policed_stats_by_operator
explain select * from vault.ledger where note operator(mallory.<~) 'T' and owner operator(mallory.=~) 'v'
----
-- name: hole_child_statistics
explain select id from vault.parent where id < 50
----
-- name: hole_view_statistics
explain select * from vault.own_secrets where secret = 'x' and pin < 7000003
----
-- name: hole_extended_statistics_view
select statistics_name, most_common_vals from pg_stats_ext where statistics_name = 'secrets_mcv'
----
-- name: hole_unknown_argument_of_aggregate
select json_object_agg('k', 'v'), jsonb_object_agg('k', null), json_build_object('k', 'v')
----
-- name: hole_array_subscript_overflow
select (array_fill(1, array[3], array[2147483645]))[2147483646:2147483647]
----
-- name: hole_array_set_overflow
select array_fill(1, array[10], array[2147483640])
----
-- name: hole_array_literal_bounds
select '[2147483646:2147483647]={1,2}'::int[] || 3
----
-- name: hole_regex_range
select 'x' ~ '[\u0000-\U7fffffff]'
----
-- name: hole_regex_nested_quantifier
select 'x' ~ '(((x{0,255}){0,255}){0,255}){0,255}'
----
-- name: hole_to_char_buffer
select to_char(1e300::float8, repeat('9', 500) || 'D' || repeat('9', 500)), to_char(1, repeat('RN', 1000))
----
-- name: hole_case_inlining
select case when mallory.yes(1) then 1 else 2 end, case 1 when mallory.inlined() then 1 end
----
-- name: hole_row_type_change
select (jsonb_populate_record(null::mallory.nested, '{}')).*
----
-- name: hole_temp_type
-- before: create temp table tenk (a int)
-- after: drop table pg_temp.tenk
select null::pg_temp.tenk
----
-- name: hole_deferred_to_commit
select mallory.cursor(), pg_notify('evil', 'deferred')
----
-- name: hole_session_restriction_by_cursor
declare evil_cursor cursor with hold for select mallory.definer()
----
-- name: hole_refresh_concurrently
refresh materialized view concurrently mallory.m_call
----
-- name: hole_from_clause_not_checked
-- leaks: root:
select t.* from pg_read_file('/etc/passwd') as t
----
-- name: hole_commit_first
COMMIT; create table public.evil_table (a int); --
----
-- name: hole_end_transaction_in_comment
select 1; /* harmless */ commit; set session characteristics as transaction read write
----
-- name: hole_unicode_identifier
select U&"s\0065t_c\006fnfig"('search_path', 'mallory', false)
----
-- name: hole_immutable_is_trusted
select mallory.im0(), mallory.im1(1)
----
-- name: hole_stable_is_trusted
select mallory.st0()
----
-- name: hole_explain_is_harmless
explain (analyze, verbose, buffers) delete from mallory.t returning *
----
-- name: hole_type_named_like_function
select mallory.evil_int(1), cast(1 as mallory.evil_int)
----
-- name: hole_cost_limit_by_cte
with x as materialized (select pg_advisory_lock(66606)) select 1 from x
----
-- name: hole_select_list_in_exists
select exists (select pg_advisory_lock(66607))
----
-- name: hole_limit_subquery
select 1 limit (select pg_advisory_lock(66608)::text::int)
----
-- name: hole_order_by_subquery
select 1 from shop.edges order by (select pg_advisory_lock(66609)::text)
----
-- name: hole_default_of_json_table
select * from xmltable('/a' passing xml '<a/>' columns b text default query_to_xml('select mallory.vo0()', true, true, '')::text path 'b')
----
-- name: hole_reader_reads_two_encodings
select convert_from('\x81'::bytea, 'GB18030'), mallory.vo0()
----
-- name: hole_convert_bytes
select convert('\x81'::bytea, 'GB18030', 'UTF8')
----
-- name: hole_pg_get_expr
select pg_get_expr('({FUNCEXPR :funcid 3 :args <>})'::text::pg_node_tree, 0)
----
-- name: hole_node_tree_of_table
select pg_get_expr(adbin, adrelid), mallory.vo0() from pg_attrdef
----
-- name: hole_internal_argument
select internal_in('x'), int4eq(1, 1)
----
-- name: hole_any_pseudo_types
select record_eq(row(1), row(mallory.im0())), cstring_out('x')
----
-- name: hole_record_different_shapes
select record_eq(row(1), row('x'::text)), row(1, 2) = row(1)
----
-- name: hole_cstring_functions
select textin('x'), record_out(row(mallory.vo0()))
----
-- name: hole_type_input_with_typmod
select varcharin('x', 0, -1), bpcharin('x', 0, 2000000000)
----
-- name: hole_send_receive
select record_send(row(mallory.vo0())), array_send(array[1])
----
-- name: hole_estimator_called
select eqsel(null, 96, null, 0), scalarltsel(null, 97, null, 0)
----
-- name: hole_index_support_called
select gin_extract_value_trgm('x', null), gist_point_consistent(null, '(0,0)'::point, 1, 0, null)
----
-- name: hole_access_method_called
select heap_tableam_handler(null), bthandler(null)
----
-- name: hole_tablesample_handler_called
select bernoulli(null), system_rows(null)
----
-- name: hole_set_returning_in_case
select case when true then generate_series(1, mallory.im0()) end
----
-- name: hole_pg_stat_get_snapshot
select pg_stat_get_snapshot_timestamp(), pg_stat_clear_snapshot(), pg_stat_reset()
----
-- name: hole_sequence_through_identity
select pg_get_serial_sequence('shop.orders', 'id'), nextval(pg_get_serial_sequence('shop.orders', 'id'))
----
-- name: hole_sequence_last_value_function
select pg_sequence_last_value('mallory.trace_seq'), nextval('mallory.trace_seq')
----
-- name: hole_schema_qualified_builtin_lookalike
select common.lower('x'::varchar), common.abs(1::smallint, 2)
----
-- name: hole_copilot_private_function
select copilot._run('delete from mallory.t')
----
-- name: hole_relation_of_the_audit
select * from copilot_audit.entries limit 1
----
-- name: hole_reset_then_vault
select current_setting('role'), set_config('role', 'none', false), secret from vault.secrets
----
-- name: hole_is_superuser_probe
select current_user, session_user, (select count(*) from pg_authid)
----
-- name: hole_owner_view_chain
select * from (select * from mallory.v_secrets) a join vault.own_secrets b using (id)
----
-- name: hole_privileges_of_functions_in_views
select * from pg_catalog.pg_hba_file_rules, mallory.v_files
