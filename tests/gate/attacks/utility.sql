-- Every other kind of statement.
----
-- name: utility_insert
insert into mallory.t values (99, 99, 'x')
----
-- name: utility_insert_returning
insert into mallory.t values (99, 99, 'x') returning a
----
-- name: utility_insert_select
insert into mallory.traces select secret from vault.secrets
----
-- name: utility_insert_on_conflict
insert into shop.categories values (1, null, 'x') on conflict (id) do update set name = 'evil'
----
-- name: utility_update
update mallory.t set b = 0
----
-- name: utility_update_from
update mallory.t set b = 0 from shop.orders o where o.id = a returning *
----
-- name: utility_delete
delete from mallory.t
----
-- name: utility_delete_using
delete from mallory.t using shop.orders
----
-- name: utility_merge
merge into mallory.t using shop.orders o on o.id = a when matched then delete
----
-- name: utility_truncate
truncate mallory.t
----
-- name: utility_insert_temp
-- before: create temp table evil_temp (a int)
-- after: drop table pg_temp.evil_temp
insert into evil_temp values (1)
----
-- name: utility_create_table
create table public.evil_table (a int)
----
-- name: utility_create_temp_table
create temp table evil_temp (a int)
----
-- name: utility_ctas
create table public.evil_table as select 1
----
-- name: utility_ctas_temp
create temporary table evil_temp as select mallory.vo0()
----
-- name: utility_ctas_no_data
create table public.evil_table as select 1 with no data
----
-- name: utility_create_view
create view public.evil_view as select * from vault.secrets
----
-- name: utility_create_temp_view
create or replace temp view evil_view as select 1
----
-- name: utility_create_matview
create materialized view public.evil_matview as select mallory.im0()
----
-- name: utility_refresh_matview
refresh materialized view mallory.m_call
----
-- name: utility_create_function
create function public.evil_function() returns int language sql as 'select 1'
----
-- name: utility_create_procedure
create procedure public.evil_procedure() language sql as 'select 1'
----
-- name: utility_create_index
create index evil_index on mallory.t (mallory.im1(a))
----
-- name: utility_create_index_concurrently
create index concurrently evil_index on mallory.t (a)
----
-- name: utility_create_role
create role evil_role superuser
----
-- name: utility_alter_role
alter role gate_ann superuser
----
-- name: utility_alter_role_set
alter role current_user set search_path = mallory
----
-- name: utility_alter_database
alter database postgres set search_path = mallory
----
-- name: utility_alter_system
alter system set work_mem = '1GB'
----
-- name: utility_alter_table
alter table mallory.t add column evil int default mallory.im0()
----
-- name: utility_alter_default_privileges
alter default privileges grant all on tables to public
----
-- name: utility_create_extension
create extension plperl
----
-- name: utility_create_language
create language plperlu
----
-- name: utility_create_schema
create schema evil_schema
----
-- name: utility_create_schema_with_elements
create schema evil_schema create table t (a int) create view v as select mallory.im0()
----
-- name: utility_create_database
create database evil_database
----
-- name: utility_create_tablespace
create tablespace evil_space location '/tmp'
----
-- name: utility_create_type
create type public.evil_type as (a int)
----
-- name: utility_create_domain
create domain public.evil_domain as int default mallory.im0()
----
-- name: utility_create_operator
create operator public.@#@ (leftarg = int, rightarg = int, function = mallory.op)
----
-- name: utility_create_cast
create cast (mallory.pair as text) with inout as implicit
----
-- name: utility_create_event_trigger
create event trigger evil_trigger on ddl_command_end execute function mallory.on_ddl()
----
-- name: utility_create_trigger
create trigger evil after insert on shop.orders execute function mallory.fired()
----
-- name: utility_create_rule
create rule "_RETURN" as on select to mallory.t do instead select * from shop.orders
----
-- name: utility_create_policy
create policy evil on mallory.t using (true)
----
-- name: utility_create_publication
create publication evil for all tables
----
-- name: utility_create_subscription
create subscription evil connection 'host=127.0.0.1' publication p with (connect = false)
----
-- name: utility_create_statistics
create statistics public.evil on a, b from mallory.t
----
-- name: utility_create_server
create server evil foreign data wrapper postgres_fdw
----
-- name: utility_import_foreign_schema
import foreign schema vault from server loop into public
----
-- name: utility_create_user_mapping
create user mapping for current_user server loop options (user 'postgres')
----
-- name: utility_grant
grant select on vault.secrets to public
----
-- name: utility_grant_role
grant vault_owner to current_user
----
-- name: utility_revoke
revoke all on mallory.t from public
----
-- name: utility_reassign
reassign owned by mallory to current_user
----
-- name: utility_drop_owned
drop owned by mallory
----
-- name: utility_drop_function
drop function mallory.im0()
----
-- name: utility_drop_if_exists
drop table if exists no_such_table
----
-- name: utility_comment
comment on table shop.orders is 'evil'
----
-- name: utility_security_label
security label on table shop.orders is 'evil'
----
-- name: utility_do
do $$ begin perform mallory.vo0(); end $$
----
-- name: utility_do_commit
do $$ begin commit; perform nextval('mallory.trace_seq'); end $$
----
-- name: utility_do_language
do language plpgsql 'begin perform pg_advisory_lock(66603); end'
----
-- name: utility_call
call mallory.proc()
----
-- name: utility_vacuum
vacuum
----
-- name: utility_vacuum_full
vacuum (full, analyze) mallory.t
----
-- name: utility_analyze
analyze mallory.indexed_function
----
-- name: utility_cluster
cluster mallory.t
----
-- name: utility_reindex
reindex table mallory.indexed_function
----
-- name: utility_checkpoint
checkpoint
----
-- name: utility_load
load 'auto_explain'
----
-- name: utility_load_plugin
load '$libdir/plugins/evil'
----
-- name: utility_listen
listen evil
----
-- name: utility_unlisten
unlisten *
----
-- name: utility_notify
notify evil, 'payload'
----
-- name: utility_lock
lock table shop.orders in access exclusive mode
----
-- name: utility_lock_share
lock table shop.orders in access share mode
----
-- name: utility_alter_large_object
alter large object 66602 owner to mallory
----
-- name: utility_alter_sequence
alter sequence mallory.trace_seq restart with 66600
----
-- name: utility_alter_extension
alter extension hstore update
----
-- name: utility_alter_operator
alter operator mallory.=== (int, int) set (restrict = none)
