-- Errors, time and names as ways to learn what may not be read.
----
-- name: channel_cast_error
select secret::int from vault.secrets
----
-- name: channel_cast_error_subquery
select (select secret from vault.secrets limit 1)::int
----
-- name: channel_date_error
select (select secret from vault.secrets limit 1)::date
----
-- name: channel_json_error
select (select secret from vault.secrets limit 1)::json
----
-- name: channel_regclass_error
select (select secret from vault.secrets limit 1)::regclass
----
-- name: channel_enum_error
select (select secret from vault.secrets limit 1)::mallory.mood
----
-- name: channel_interval_error
select ('1 ' || secret)::interval from vault.secrets
----
-- name: channel_timezone_error
select now() at time zone (select secret from vault.secrets limit 1)
----
-- name: channel_regexp_error
select 'x' ~ ('(' || secret) from vault.secrets
----
-- name: channel_format_error
select to_date(secret, 'YYYY-MM-DD') from vault.secrets
----
-- name: channel_encode_error
select encode('x', (select secret from vault.secrets limit 1))
----
-- name: channel_date_part_error
select date_part((select secret from vault.secrets limit 1), now())
----
-- name: channel_setting_error
select current_setting((select secret from vault.secrets limit 1))
----
-- name: channel_division
select 1 / (case when secret like 'T%' then 0 else 1 end) from vault.secrets
----
-- name: channel_more_than_one_row
select (select 1 from vault.secrets where secret like 'T%')
----
-- name: channel_conditional_sleep
-- bomb
select case when exists (select from vault.secrets where secret like 'T%') then pg_sleep(20) end
----
-- name: channel_conditional_work
-- bomb
select case when (select secret from vault.secrets limit 1) like 'T%' then (select count(*) from generate_series(1, 100000000)) end
----
-- name: channel_planner_estimate
-- leaks: 2121
explain select 1 from vault.secrets where secret = 'x' or pin = 7000001
----
-- name: channel_planner_histogram
-- leaks: rows=1
explain (format json) select 1 from vault.secrets where id between 10 and 20
----
-- name: channel_view_estimate
-- leaks: 4242
explain select * from vault.own_secrets
----
-- name: channel_permission_message
select nope from vault.secrets
----
-- name: channel_existing_schema
select * from vault.no_such_table
----
-- name: channel_column_hint
select secre from vault.secrets
----
-- name: channel_function_hint
select vault.peek('x', 'y')
----
-- name: channel_definition
select pg_get_functiondef('vault.peek(int)'::regprocedure), vault.peek(1)
----
-- name: channel_constraint_name
insert into vault.secrets values (1, 'x', 'y', 1)
----
-- name: channel_unique_violation
insert into shop.customers select * from shop.customers
----
-- name: channel_row_estimate_of_policed
explain select * from vault.ledger where note = 'x'
----
-- name: channel_lock_wait
lock table vault.secrets in access share mode nowait
----
-- name: channel_user_notice
do $$ begin raise notice '%', (select secret from vault.secrets limit 1); end $$
----
-- name: channel_xml_error
select xmlparse(document '<' || secret) from vault.secrets
----
-- name: channel_json_path_error
select jsonb_path_query(to_jsonb(secret), 'strict $.a') from vault.secrets
----
-- name: channel_like_escape_error
select 'x' like 'y' escape secret from vault.secrets
----
-- name: channel_array_error
select (secret || '{')::int[] from vault.secrets
----
-- name: channel_toplevel_error_context
select mallory.query('select secret::int from vault.secrets')
