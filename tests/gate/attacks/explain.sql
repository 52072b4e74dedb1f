-- EXPLAIN that runs what it explains, or explains what may not be planned.
----
-- name: explain_analyze_select
explain analyze select mallory.vo0()
----
-- name: explain_analyze_delete
explain analyze delete from mallory.t
----
-- name: explain_analyze_insert
explain (analyze) insert into mallory.t values (99, 99, 'x')
----
-- name: explain_analyze_ctas
explain analyze create table public.evil_table as select 1
----
-- name: explain_analyze_matview
explain analyze create materialized view public.evil_matview as select 1
----
-- name: explain_ctas
explain create table public.evil_table as select mallory.im0()
----
-- name: explain_ctas_execute
explain analyze create table public.evil_table as execute evil_plan
----
-- name: explain_analyze_declare
explain analyze declare evil_cursor cursor for select mallory.vo0()
----
-- name: explain_declare
explain declare evil_cursor cursor for select mallory.im0()
----
-- name: explain_analyze_verbose_old_syntax
explain analyze verbose select mallory.vo0()
----
-- name: explain_analyse_british
explain analyse delete from mallory.t
----
-- name: explain_analyze_on
explain (analyze on, costs off) delete from mallory.t
----
-- name: explain_analyze_one
explain (analyze 1) delete from mallory.t
----
-- name: explain_analyze_quoted
explain ("analyze" 'true') delete from mallory.t
----
-- name: explain_analyze_twice
explain (analyze false, analyze true) delete from mallory.t
----
-- name: explain_analyze_unicode_option
explain (U&"an\0061lyze") delete from mallory.t
----
-- name: explain_format_then_analyze
explain (format json, analyze, timing off, summary off, buffers) select nextval('mallory.trace_seq')
----
-- name: explain_serialize
explain (analyze, serialize text) select m from mallory.moods
----
-- name: explain_wal
explain (analyze, wal) insert into mallory.t values (1, 1, 'x')
----
-- name: explain_generic_plan
explain (generic_plan) select mallory.im0() + $1
----
-- name: explain_settings
explain (settings) select mallory.im0()
----
-- name: explain_folds
explain select mallory.im0()
----
-- name: explain_verbose_folds
explain (verbose) select mallory.inlined() from shop.orders
----
-- name: explain_delete
explain delete from mallory.t where a = mallory.im0()
----
-- name: explain_insert_default
explain insert into mallory.defaults (a) values (1)
----
-- name: explain_update
explain update mallory.t set a = mallory.im0()
----
-- name: explain_merge
explain merge into mallory.t using shop.orders o on o.id = a + mallory.im0() when matched then delete
----
-- name: explain_insert_rule
explain insert into mallory.inserted values (1)
----
-- name: explain_secret_table
-- leaks: 4242
explain select * from vault.secrets
----
-- name: explain_secret_selectivity
-- leaks: 2121
explain select * from vault.secrets where secret < 'TOPT'
----
-- name: explain_secret_delete
-- leaks: 4242
explain delete from vault.secrets
----
-- name: explain_secret_join
-- leaks: 4242
explain select count(*) from shop.orders o left join vault.secrets s on s.id = o.id
----
-- name: explain_secret_column
explain select closed_part from vault.half
----
-- name: explain_secret_child
-- leaks: rows=100
explain select secret from vault.parent
----
-- name: explain_remote
explain select * from mallory.remote_folded
----
-- name: explain_verbose_remote
explain (verbose) select * from mallory.remote_folded where a = 1
----
-- name: explain_execute
explain execute evil_plan(1)
----
-- name: explain_execute_analyze
explain (analyze) execute evil_plan
----
-- name: explain_nested
explain explain analyze select mallory.vo0()
----
-- name: explain_notify
explain notify evil
----
-- name: explain_cte_dml
explain analyze with gone as (delete from mallory.t returning *) select * from gone
----
-- name: explain_parenthesised
explain ((analyze)) select 1
----
-- name: explain_analyze_folded_view
explain (analyze, format xml) select * from mallory.v_nested
----
-- name: explain_prefix_operator_of_wrong_type
select - 1::regclass
----
-- name: explain_operator_before_prefix
select date 'infinity' > + 1
