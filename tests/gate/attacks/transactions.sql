-- Taking the transaction, the sub-transaction or the session out of the gate's hands.
----
-- name: tx_commit
commit
----
-- name: tx_commit_and_chain
commit and chain
----
-- name: tx_rollback
rollback
----
-- name: tx_abort
abort
----
-- name: tx_end
end
----
-- name: tx_begin
begin isolation level serializable read write
----
-- name: tx_start
start transaction read write
----
-- name: tx_savepoint
savepoint evil
----
-- name: tx_rollback_to
rollback to savepoint evil
----
-- name: tx_release
release savepoint evil
----
-- name: tx_prepare_transaction
prepare transaction 'evil'
----
-- name: tx_commit_prepared
commit prepared 'evil'
----
-- name: tx_rollback_prepared
rollback prepared 'evil'
----
-- name: tx_set_transaction_read_write
set transaction read write
----
-- name: tx_set_read_only_off
set transaction_read_only = off
----
-- name: tx_set_local_read_only_off
set local transaction_read_only to off
----
-- name: tx_session_characteristics
set session characteristics as transaction read write
----
-- name: tx_default_read_only
set default_transaction_read_only = off
----
-- name: tx_set_snapshot
set transaction snapshot '00000003-0000001B-1'
----
-- name: tx_export_snapshot
select pg_export_snapshot()
----
-- name: tx_set_constraints
set constraints all immediate
----
-- name: tx_set_config_read_only
select set_config('transaction_read_only', 'off', true)
----
-- name: tx_set_config_isolation
select set_config('transaction_isolation', 'serializable', true)
----
-- name: tx_prepare
prepare evil_plan as select 1
----
-- name: tx_prepare_with_function
prepare evil_plan(int) as select mallory.im0() + $1
----
-- name: tx_execute
execute evil_plan
----
-- name: tx_execute_prepared_by_session
-- before: prepare session_plan as select mallory.vo0()
-- after: deallocate session_plan
execute session_plan
----
-- name: tx_explain_execute_prepared_by_session
-- before: prepare session_plan as select mallory.im0()
-- after: deallocate session_plan
explain execute session_plan
----
-- name: tx_explain_analyze_execute
-- before: prepare session_plan as select mallory.vo0()
-- after: deallocate session_plan
explain analyze execute session_plan
----
-- name: tx_ctas_execute
-- before: prepare session_plan as select mallory.vo0()
-- after: deallocate session_plan
create temp table evil_temp as execute session_plan
----
-- name: tx_deallocate
deallocate all
----
-- name: tx_deallocate_one
-- before: prepare session_plan as select 1
-- after: deallocate session_plan
deallocate session_plan
----
-- name: tx_declare_cursor
declare evil_cursor cursor for select mallory.vo0()
----
-- name: tx_declare_holdable
declare evil_cursor cursor with hold for select mallory.vo0()
----
-- name: tx_fetch
fetch all from evil_cursor
----
-- name: tx_move
move 1 in evil_cursor
----
-- name: tx_close
close all
----
-- name: tx_refcursor_function
select mallory.cursor()
----
-- name: tx_where_current_of
delete from mallory.t where current of evil_cursor
----
-- name: tx_select_current_of
select * from mallory.t where current of evil_cursor
----
-- name: tx_discard_all
discard all
----
-- name: tx_discard_plans
discard plans
----
-- name: tx_discard_temp
discard temp
----
-- name: tx_discard_sequences
discard sequences
