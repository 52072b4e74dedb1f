-- More than one statement in one text.
----
-- name: stacked_drop
select 1; drop table mallory.t
----
-- name: stacked_commit_first
commit; drop table mallory.t
----
-- name: stacked_rollback_then_write
rollback; begin; insert into mallory.t values (99, 99, 'x'); commit
----
-- name: stacked_select_select
select 1; select mallory.im0()
----
-- name: stacked_without_space
select 1;select mallory.vo0();
----
-- name: stacked_after_comment
select 1 /* ; */; /* -- */ delete from mallory.t
----
-- name: stacked_after_line_comment
select 1 -- harmless
; delete from mallory.traces
----
-- name: stacked_after_string_with_backslash
select 'it\'; delete from mallory.t; --'
----
-- name: stacked_after_escape_string
select E'it\''; delete from mallory.t; --'
----
-- name: stacked_after_dollar_quote
select $a$ $b$ $a$; delete from mallory.t
----
-- name: stacked_after_unterminated_tag
select $1$; delete from mallory.t; $1$
----
-- name: stacked_empty_then_write
;;; delete from mallory.t
----
-- name: stacked_set_then_select
set transaction_read_only = off; select nextval('mallory.trace_seq')
----
-- name: stacked_set_role_then_select
reset role; select secret from vault.secrets
----
-- name: stacked_in_copy_data
copy mallory.t from stdin; 1	2	x
\.
delete from mallory.t;
----
-- name: stacked_prepare_execute
prepare p as delete from mallory.t; execute p
----
-- name: stacked_begin_atomic
select 1; create function public.f() returns int begin atomic select 1; select 2; end
----
-- name: stacked_psql_meta
select 1 \; drop table mallory.t
----
-- name: stacked_psql_shell
\! touch evil_program
----
-- name: stacked_psql_gexec
select 'drop table mallory.t' \gexec
----
-- name: stacked_go_separator
select 1
go
delete from mallory.t
----
-- name: stacked_explain_then_delete
explain select 1; delete from mallory.t
----
-- name: stacked_show_then_delete
show server_version; delete from mallory.t
----
-- name: stacked_many
select 1; select 2; select 3; select pg_advisory_lock(66602)
----
-- name: stacked_values_then_notify
values (1); notify evil, 'stacked'
