-- Functions that run a text as SQL.
----
-- name: dynamic_query_to_xml
select query_to_xml('select mallory.vo0()', true, true, '')
----
-- name: dynamic_query_to_xml_secret
select query_to_xml('select secret from vault.secrets limit 1', true, true, '')
----
-- name: dynamic_query_to_xml_writes
select query_to_xml('delete from mallory.t', true, true, '')
----
-- name: dynamic_query_to_xml_set_role
select query_to_xml('reset role', true, true, ''), query_to_xml('select secret from vault.secrets limit 1', true, true, '')
----
-- name: dynamic_query_to_xml_nextval
select query_to_xml('select nextval(''mallory.trace_seq'')', true, true, '')
----
-- name: dynamic_query_to_xmlschema
select query_to_xmlschema('select mallory.im0()', true, true, '')
----
-- name: dynamic_query_to_xml_and_xmlschema
select query_to_xml_and_xmlschema('select mallory.vo0()', true, true, '')
----
-- name: dynamic_query_to_xml_from
select * from query_to_xml('select mallory.vo0()', true, true, '') x
----
-- name: dynamic_table_to_xml
select table_to_xml('mallory.v_call', true, true, '')
----
-- name: dynamic_table_to_xml_secret
select table_to_xml('vault.secrets', true, true, '')
----
-- name: dynamic_table_to_xml_and_xmlschema
select table_to_xml_and_xmlschema('mallory.v_folded', true, true, '')
----
-- name: dynamic_schema_to_xml
select schema_to_xml('mallory', true, true, '')
----
-- name: dynamic_schema_to_xml_secret
select schema_to_xml('vault', true, true, '')
----
-- name: dynamic_database_to_xml
-- bomb
select database_to_xml(true, true, '')
----
-- name: dynamic_database_to_xmlschema
-- bomb
select database_to_xmlschema(true, true, '')
----
-- name: dynamic_cursor_to_xml
select cursor_to_xml('evil_cursor', 1, true, true, '')
----
-- name: dynamic_cursor_of_session
-- before: begin; declare session_cursor cursor for select mallory.vo0()
-- after: rollback
select cursor_to_xml('session_cursor', 1, true, true, '')
----
-- name: dynamic_cursor_xmlschema
select cursor_to_xmlschema('evil_cursor', true, true, '')
----
-- name: dynamic_crosstab
select * from crosstab('select mallory.vo0(), 1, 2') as c(a int, b int)
----
-- name: dynamic_crosstab_columns
select * from crosstab2('select secret, ''a''::text, ''b''::text from vault.secrets')
----
-- name: dynamic_crosstab_two_queries
select * from crosstab('select 1, 1, 1', 'select mallory.vo0()') as c(a int, b int)
----
-- name: dynamic_connectby
select * from connectby('mallory.v_folded', 'a', 'a', '1', 3) as c(a int, b int, c int)
----
-- name: dynamic_connectby_injection
select * from connectby('mallory.t where mallory.yes(1) --', 'a', 'b', '1', 3) as c(a int, b int, c int)
----
-- name: dynamic_xpath_table
select * from xpath_table('a', 'c', 'mallory.t', '/x', 'mallory.yes(1)') as x(a int, b text)
----
-- name: dynamic_ts_stat
select * from ts_stat('select mallory.same_text(''a'')::tsvector')
----
-- name: dynamic_ts_stat_secret
select word from ts_stat('select to_tsvector(''simple'', secret) from vault.secrets')
----
-- name: dynamic_ts_stat_weights
select * from ts_stat('select ''a:1''::tsvector from mallory.v_call', 'a')
----
-- name: dynamic_ts_rewrite
select ts_rewrite('a & b', 'select ''a''::tsquery, mallory.same_text(''c'')::tsquery')
----
-- name: dynamic_plpgsql_execute
select mallory.query('select nextval(''mallory.trace_seq'')::text')
----
-- name: dynamic_dblink_current
select * from dblink('dbname=' || current_database(), 'select mallory.vo0()') as d(a int)
----
-- name: dynamic_cron
select cron.schedule('evil', '1 second', 'select mallory.vo0()')
----
-- name: dynamic_walk_in_view
select * from (select (xpath('//a/text()', query_to_xml('select mallory.vo0() as a', false, false, '')))[1]) s
----
-- name: dynamic_hidden_in_case
select case when 1 = 1 then query_to_xml('select mallory.vo0()', true, true, '') end
----
-- name: dynamic_hidden_in_default
select coalesce(null, query_to_xml('select mallory.vo0()', true, true, '')::text)
----
-- name: dynamic_run_sql_as_argument
select * from shop.orders o, lateral copilot.run_sql('select mallory.vo0()') limit 1
