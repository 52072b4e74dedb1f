-- Connections to elsewhere, and to the server itself once more.
----
-- name: net_dblink
select * from dblink('dbname=postgres', 'select 1') as d(a int)
----
-- name: net_dblink_server
select * from dblink('loop', 'select mallory.vo0()') as d(a int)
----
-- name: net_dblink_connect
select dblink_connect('evil', 'dbname=postgres')
----
-- name: net_dblink_connect_u
select dblink_connect_u('evil', 'host=' || current_setting('unix_socket_directories') || ' user=mallory dbname=' || current_database())
----
-- name: net_dblink_connect_u_unnamed
select dblink_connect_u('host=' || current_setting('unix_socket_directories') || ' user=mallory dbname=' || current_database())
----
-- name: net_dblink_exec
select dblink_exec('host=' || current_setting('unix_socket_directories') || ' user=mallory dbname=' || current_database(), 'insert into mallory.traces values (''x'')')
----
-- name: net_dblink_chain
with c as materialized (select dblink_connect_u('evil', 'host=' || current_setting('unix_socket_directories') || ' user=mallory dbname=' || current_database()) as ok),
     x as materialized (select dblink_exec('evil', 'insert into mallory.traces values (''chain'')') as done from c where ok = 'OK')
select dblink_disconnect('evil') from x where done is not null
----
-- name: net_dblink_send
select dblink_send_query('evil', 'select pg_sleep(1)')
----
-- name: net_dblink_open
select dblink_open('evil', 'c', 'select 1')
----
-- name: net_dblink_get_result
select * from dblink_get_result('evil') as d(a int)
----
-- name: net_dblink_get_pkey
select * from dblink_get_pkey('vault.secrets')
----
-- name: net_dblink_build_sql
-- entitled: vault_owner
select dblink_build_sql_insert('vault.secrets', '1', 1, '{2}', '{2}')
----
-- name: net_dblink_build_update
select dblink_build_sql_update('vault.secrets', '1', 1, '{2}', '{2}')
----
-- name: net_dblink_connections
select dblink_get_connections()
----
-- name: net_dblink_cancel
select dblink_cancel_query('evil')
----
-- name: net_dblink_notify
select * from dblink_get_notify()
----
-- name: net_dblink_error_message
select dblink_error_message('evil')
----
-- name: net_dblink_validator
select dblink_fdw_validator(array['host=127.0.0.1'], 'pg_foreign_server'::regclass)
----
-- name: net_foreign_table
select * from mallory.remote
----
-- name: net_foreign_table_count
select count(*) from mallory.remote
----
-- name: net_foreign_table_folded
select * from mallory.remote_folded where a = 1
----
-- name: net_foreign_secret
select * from mallory.remote_secrets
----
-- name: net_foreign_child
select * from mallory.remote_parent
----
-- name: net_foreign_child_count
select count(*) from mallory.remote_parent where a < 0
----
-- name: net_foreign_parent_only
select * from only mallory.remote_parent
----
-- name: net_foreign_in_view
select * from mallory.v_remote
----
-- name: net_foreign_in_exists
select exists (select from mallory.remote)
----
-- name: net_foreign_in_cte
with r as (select * from mallory.remote) select count(*) from r
----
-- name: net_foreign_unreferenced_cte
with r as (select * from mallory.remote) select 1
----
-- name: net_foreign_false
select * from mallory.remote where false
----
-- name: net_foreign_explain
explain select * from mallory.remote_folded
----
-- name: net_foreign_explain_child
explain select * from mallory.remote_parent
----
-- name: net_foreign_join_planning
select 1 from shop.orders o left join mallory.remote_folded r on r.a = o.id where o.id = 1
----
-- name: net_foreign_row_type
select r from mallory.remote_folded r limit 1
----
-- name: net_foreign_tablesample
select * from mallory.remote tablesample system (10)
----
-- name: net_fdw_connections
select * from postgres_fdw_get_connections()
----
-- name: net_fdw_disconnect
select postgres_fdw_disconnect_all()
----
-- name: net_fdw_handler
select postgres_fdw_handler()
----
-- name: net_server_address
select inet_server_addr(), inet_server_port(), inet_client_addr()
----
-- name: net_http_extension
select http_get('http://127.0.0.1/')
----
-- name: net_tests_of_libpq
select * from dblink('service=evil', 'select 1') as d(a int)
----
-- name: net_dblink_passfile
select * from dblink('host=127.0.0.1 port=1 passfile=/etc/passwd', 'select 1') as d(a int)
----
-- name: net_subscription
select pg_create_subscription('evil')
