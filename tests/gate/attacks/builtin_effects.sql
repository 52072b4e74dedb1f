-- Functions of the server and of its extensions that do something.
----
-- name: effect_nextval
select nextval('mallory.trace_seq')
----
-- name: effect_nextval_oid
select nextval('mallory.trace_seq'::regclass::oid)
----
-- name: effect_nextval_temp
-- before: create temp sequence evil_seq
-- after: drop sequence pg_temp.evil_seq
select nextval('pg_temp.evil_seq')
----
-- name: effect_setval
select setval('mallory.trace_seq', 66600)
----
-- name: effect_setval_is_called
select setval('mallory.trace_seq', 66600, false)
----
-- name: effect_currval
select currval('mallory.trace_seq'), lastval()
----
-- name: effect_advisory_lock
select pg_advisory_lock(66604)
----
-- name: effect_advisory_lock_pair
select pg_advisory_lock(666, 4)
----
-- name: effect_advisory_shared
select pg_advisory_lock_shared(66604)
----
-- name: effect_advisory_try
select pg_try_advisory_lock(66604)
----
-- name: effect_advisory_try_shared
select pg_try_advisory_lock_shared(666, 5)
----
-- name: effect_advisory_xact
select pg_advisory_xact_lock(66604)
----
-- name: effect_advisory_unlock
-- before: select pg_advisory_lock(66605)
-- after: select pg_advisory_unlock_all()
select pg_advisory_unlock(66605)
----
-- name: effect_advisory_unlock_all
-- before: select pg_advisory_lock(66605)
-- after: select pg_advisory_unlock_all()
select pg_advisory_unlock_all()
----
-- name: effect_notify
select pg_notify('evil', 'payload')
----
-- name: effect_notify_in_from
select * from pg_notify('evil', 'payload')
----
-- name: effect_notify_per_row
select pg_notify('evil', full_name) from shop.customers
----
-- name: effect_lo_create
select lo_create(66610)
----
-- name: effect_lo_creat
select lo_creat(-1)
----
-- name: effect_lo_from_bytea
select lo_from_bytea(0, 'evil')
----
-- name: effect_lo_put
select lo_put(66602, 0, 'evil')
----
-- name: effect_lo_unlink
select lo_unlink(66602)
----
-- name: effect_lo_open_write
select lowrite(lo_open(66602, 131072), 'evil')
----
-- name: effect_lo_truncate
select lo_truncate(lo_open(66602, 393216), 0)
----
-- name: effect_lo_open_stays
select lo_open(66602, 262144)
----
-- name: effect_lo_get_denied
select convert_from(lo_get(66601), 'UTF8')
----
-- name: effect_lo_import
select lo_import('PG_VERSION')
----
-- name: effect_lo_export
select lo_export(66602, 'evil_file')
----
-- name: effect_lo_manage
select lo_manage()
----
-- name: effect_cancel
select pg_cancel_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()
----
-- name: effect_terminate
select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()
----
-- name: effect_terminate_self
select pg_terminate_backend(pg_backend_pid())
----
-- name: effect_cancel_self
select pg_cancel_backend(pg_backend_pid())
----
-- name: effect_log_contexts
select pg_log_backend_memory_contexts(pg_backend_pid())
----
-- name: effect_reload
select pg_reload_conf()
----
-- name: effect_rotate_logfile
select pg_rotate_logfile()
----
-- name: effect_promote
select pg_promote()
----
-- name: effect_wal_replay_pause
select pg_wal_replay_pause()
----
-- name: effect_switch_wal
select pg_switch_wal()
----
-- name: effect_restore_point
select pg_create_restore_point('evil')
----
-- name: effect_backup_start
select pg_backup_start('evil', true)
----
-- name: effect_backup_stop
select * from pg_backup_stop(false)
----
-- name: effect_physical_slot
select pg_create_physical_replication_slot('evil_slot', true)
----
-- name: effect_logical_slot
select pg_create_logical_replication_slot('evil_slot', 'test_decoding')
----
-- name: effect_temporary_slot
select pg_create_physical_replication_slot('evil_slot', true, true)
----
-- name: effect_drop_slot
select pg_drop_replication_slot('session_slot')
----
-- name: effect_slot_advance
select pg_replication_slot_advance('session_slot', pg_current_wal_lsn())
----
-- name: effect_slot_changes
select * from pg_logical_slot_get_changes('session_slot', null, null)
----
-- name: effect_origin
select pg_replication_origin_create('evil')
----
-- name: effect_origin_session
select pg_replication_origin_session_setup('evil')
----
-- name: effect_logical_message
select pg_logical_emit_message(false, 'evil', 'payload')
----
-- name: effect_logical_message_transactional
select pg_logical_emit_message(true, 'evil', 'payload'::bytea)
----
-- name: effect_xid
select pg_current_xact_id()
----
-- name: effect_txid
select txid_current()
----
-- name: effect_stat_reset
select pg_stat_reset()
----
-- name: effect_stat_reset_shared
select pg_stat_reset_shared('bgwriter')
----
-- name: effect_stat_reset_table
select pg_stat_reset_single_table_counters('mallory.t'::regclass)
----
-- name: effect_stat_reset_function
select pg_stat_reset_single_function_counters('mallory.im0()'::regprocedure)
----
-- name: effect_stat_reset_slru
select pg_stat_reset_slru(null)
----
-- name: effect_stat_reset_slot
select pg_stat_reset_replication_slot(null)
----
-- name: effect_stat_force_flush
select pg_stat_force_next_flush()
----
-- name: effect_stat_clear_snapshot
select pg_stat_clear_snapshot()
----
-- name: effect_statements_reset
select pg_stat_statements_reset()
----
-- name: effect_setseed
select setseed(0.5)
----
-- name: effect_setseed_in_from
select random() from setseed(0.5)
----
-- name: effect_trgm_set_limit
select set_limit(0.9)
----
-- name: effect_isn_weak
select isn_weak(true)
----
-- name: effect_hypopg_create
select * from hypopg_create_index('create index on shop.orders (total)')
----
-- name: effect_hypopg_reset
select hypopg_reset()
----
-- name: effect_hypopg_hide
select hypopg_hide_index('shop.orders_pkey'::regclass)
----
-- name: effect_prewarm
select pg_prewarm('shop.orders')
----
-- name: effect_autoprewarm
select autoprewarm_start_worker()
----
-- name: effect_autoprewarm_dump
select autoprewarm_dump_now()
----
-- name: effect_truncate_visibility_map
select pg_truncate_visibility_map('shop.orders')
----
-- name: effect_surgery_kill
select heap_force_kill('shop.orders'::regclass, array['(0,1)']::tid[])
----
-- name: effect_surgery_freeze
select heap_force_freeze('shop.orders'::regclass, array['(0,1)']::tid[])
----
-- name: effect_brin_summarize
select brin_summarize_new_values('shop.orders_customer'::regclass)
----
-- name: effect_brin_desummarize
select brin_desummarize_range('shop.orders_customer'::regclass, 0)
----
-- name: effect_gin_clean
select gin_clean_pending_list('shop.orders_customer'::regclass)
----
-- name: effect_amcheck
select bt_index_parent_check('shop.orders_customer')
----
-- name: effect_amcheck_functions
select bt_index_check('mallory.indexed_function_im1_idx', true)
----
-- name: effect_collations
select pg_import_system_collations('pg_catalog')
----
-- name: effect_extension_dump
select pg_extension_config_dump('shop.orders', '')
----
-- name: effect_cron_schedule
select cron.schedule('evil', '* * * * *', 'select 1')
----
-- name: effect_cron_unschedule
select cron.unschedule(1)
----
-- name: effect_sleep
-- bomb
select pg_sleep(20)
----
-- name: effect_sleep_for
-- bomb
select pg_sleep_for('20 seconds')
----
-- name: effect_sleep_until
-- bomb
select pg_sleep_until(clock_timestamp() + interval '20 seconds')
----
-- name: effect_sleep_per_row
-- bomb
select count(pg_sleep(0.2)) from shop.orders
----
-- name: effect_event_trigger_functions
select * from pg_event_trigger_dropped_objects()
----
-- name: effect_binary_upgrade
select binary_upgrade_set_next_pg_type_oid(66600)
----
-- name: effect_binary_upgrade_extension
select binary_upgrade_create_empty_extension('evil', 'public', false, '1', null, null, null)
----
-- name: effect_nextoid
select pg_nextoid('pg_class', 'oid', 'pg_class_oid_index')
----
-- name: effect_stop_making_pinned
select pg_stop_making_pinned_objects()
----
-- name: effect_isolation_test
select pg_isolation_test_session_is_blocked(pg_backend_pid(), '{}')
----
-- name: effect_statistics_restore
select pg_restore_relation_stats('schemaname', 'shop', 'relname', 'orders', 'reltuples', 0::real)
----
-- name: effect_clear_statistics
select pg_clear_attribute_stats('shop', 'orders', 'total', false)
----
-- name: effect_suppress_updates_trigger
select suppress_redundant_updates_trigger()
----
-- name: effect_ri_trigger
select "RI_FKey_cascade_del"()
----
-- name: effect_unique_recheck
select unique_key_recheck()
----
-- name: effect_vault_through_copilot
select copilot.ask('are you there?')
----
-- name: effect_recursion
select copilot.run_sql('select copilot.run_sql(''select 1'')')
----
-- name: effect_recursion_explain
select copilot.explain('select mallory.im0()')
----
-- name: effect_audit_rewrite
select * from copilot.verify_audit()
----
-- name: effect_gate_allow
select copilot.gate_allow('mallory.im0()'::regprocedure, 'evil')
----
-- name: effect_suppress
select copilot.suppress('x', 'evil', now() + interval '1 year')
----
-- name: effect_language_handler
select plpgsql_call_handler()
----
-- name: effect_language_validator
select plpgsql_validator('mallory.im0()'::regprocedure)
----
-- name: effect_sql_validator
select fmgr_sql_validator('mallory.inlined()'::regprocedure)
----
-- name: effect_ts_stat
select * from ts_stat('select to_tsvector(mallory.same_text(''a''))')
----
-- name: effect_ts_rewrite
select ts_rewrite('a'::tsquery, 'select mallory.same_text(''a'')::tsquery, ''b''::tsquery')
