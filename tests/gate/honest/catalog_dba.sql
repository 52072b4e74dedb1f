-- What every DBA has in a drawer: sizes, bloat, locks, activity, indexes, vacuum.
----
-- name: biggest_tables
select n.nspname, c.relname, c.relpages, c.reltuples, pg_size_pretty(pg_relation_size(c.oid)) as size, pg_total_relation_size(c.oid) as total, pg_indexes_size(c.oid) as indexes from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname = 'shop' order by pg_total_relation_size(c.oid) desc, 2 limit 10
----
-- name: database_sizes
select datname, pg_size_pretty(pg_database_size(datname)) <> '' as has_size from pg_database where datname = current_database()
----
-- name: table_statistics
-- volatile
select schemaname, relname, seq_scan, idx_scan, n_live_tup, n_dead_tup, last_vacuum, last_autovacuum, last_analyze, round(100 * n_dead_tup::numeric / greatest(n_live_tup + n_dead_tup, 1), 1) as dead_percent from pg_stat_user_tables order by n_dead_tup desc, relname limit 20
----
-- name: unused_indexes
-- volatile
select s.schemaname, s.relname, s.indexrelname, s.idx_scan, pg_size_pretty(pg_relation_size(s.indexrelid)) from pg_stat_user_indexes s join pg_index i using (indexrelid) where not i.indisunique and s.idx_scan = 0 order by pg_relation_size(s.indexrelid) desc, 3
----
-- name: duplicate_indexes
select indrelid::regclass::text, array_agg(indexrelid::regclass::text order by indexrelid::regclass::text) from pg_index where indrelid in (select oid from pg_class where relnamespace = 'shop'::regnamespace) group by indrelid, indkey, indclass, indpred, indexprs having count(*) > 1 order by 1
----
-- name: missing_fk_indexes
select c.conrelid::regclass::text as table_name, c.conname, a.attname from pg_constraint c cross join lateral unnest(c.conkey) with ordinality k(attnum, n) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum where c.contype = 'f' and c.connamespace = 'shop'::regnamespace and not exists (select from pg_index i where i.indrelid = c.conrelid and (i.indkey::int2[])[0] = c.conkey[1]) order by 1, 2, k.n
----
-- name: index_definitions
select schemaname, tablename, indexname, indexdef from pg_indexes where schemaname = 'shop' order by 2, 3
----
-- name: constraint_definitions
select conname, contype, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'shop'::regnamespace order by conrelid::regclass::text, conname
----
-- name: cache_hit_ratio
-- volatile
select sum(heap_blks_hit) / nullif(sum(heap_blks_hit + heap_blks_read), 0) as ratio from pg_statio_user_tables
----
-- name: database_statistics
-- volatile
select datname, numbackends, xact_commit, xact_rollback, blks_hit, blks_read, temp_files, temp_bytes, deadlocks, stats_reset from pg_stat_database order by datname
----
-- name: activity
-- volatile
select pid, usename, application_name, state, wait_event_type, wait_event, now() - query_start as running, left(query, 60) as query from pg_stat_activity where backend_type = 'client backend' order by query_start
----
-- name: activity_by_state
-- volatile
select state, count(*), max(now() - state_change) as longest from pg_stat_activity group by state order by 1
----
-- name: long_transactions
-- volatile
select pid, usename, now() - xact_start as age, backend_xmin, age(backend_xmin) from pg_stat_activity where xact_start is not null order by xact_start
----
-- name: blocking_pids
-- volatile
select a.pid, pg_blocking_pids(a.pid) as blocked_by, a.query from pg_stat_activity a where cardinality(pg_blocking_pids(a.pid)) > 0 order by 1
----
-- name: lock_tree
-- volatile
with recursive l as (select pid, locktype, mode, granted, relation::regclass::text as relation, row(locktype, database, relation, page, tuple, virtualxid, transactionid, classid, objid, objsubid) as obj from pg_locks), pairs as (select w.pid as waiter, h.pid as holder from l w join l h on w.obj is not distinct from h.obj and w.pid <> h.pid and not w.granted and h.granted), tree as (select holder as root, holder as pid, 0 as depth, array[holder] as path from pairs where holder not in (select waiter from pairs) union all select t.root, p.waiter, t.depth + 1, t.path || p.waiter from tree t join pairs p on p.holder = t.pid where not p.waiter = any (t.path)) select repeat('  ', depth) || pid as pid, root, depth from tree order by path
----
-- name: lock_modes
-- volatile
select mode, granted, count(*) from pg_locks group by 1, 2 order by 1, 2
----
-- name: locks_with_relations
-- volatile
select l.pid, c.relname, l.mode, l.granted, l.fastpath from pg_locks l left join pg_class c on c.oid = l.relation where l.locktype = 'relation' order by 1, 2, 3
----
-- name: table_bloat_estimate
-- volatile
select schemaname, tablename, round(case when otta = 0 then 0.0 else relpages / otta end::numeric, 1) as bloat from (select s.schemaname, s.tablename, c.reltuples, c.relpages, ceil((c.reltuples * ((sum((1 - s.null_frac) * s.avg_width) + 24))) / (current_setting('block_size')::numeric - 20)) as otta from pg_stats s join pg_class c on c.relname = s.tablename join pg_namespace n on n.oid = c.relnamespace and n.nspname = s.schemaname where s.schemaname = 'shop' group by 1, 2, 3, 4) b order by 3 desc, 2
----
-- name: index_bloat_estimate
select c.relname, c.relpages, ceil(c.reltuples * 16 / 8000) as wanted, greatest(c.relpages - ceil(c.reltuples * 16 / 8000), 0) as extra_pages from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = 'shop'::regnamespace order by 4 desc, 1
----
-- name: column_statistics
select attname, n_distinct, null_frac, avg_width, correlation, most_common_vals::text, most_common_freqs, histogram_bounds::text from pg_stats where schemaname = 'shop' and tablename = 'customers' and attname <> 'settings' order by attname
----
-- name: wraparound
-- volatile
select datname, age(datfrozenxid), mxid_age(datminmxid), round(100 * age(datfrozenxid) / 2000000000.0, 2) as percent from pg_database order by 2 desc
----
-- name: table_wraparound
-- volatile
select c.oid::regclass::text, age(c.relfrozenxid), pg_table_size(c.oid) from pg_class c where c.relkind in ('r', 't', 'm') and c.relnamespace = 'shop'::regnamespace order by 2 desc, 1 limit 10
----
-- name: autovacuum_due
-- volatile
select s.relname, s.n_dead_tup, current_setting('autovacuum_vacuum_threshold')::int + current_setting('autovacuum_vacuum_scale_factor')::float8 * c.reltuples as threshold from pg_stat_user_tables s join pg_class c on c.oid = s.relid order by 2 desc, 1
----
-- name: storage_options
select relname, reloptions, (select option_value from pg_options_to_table(reloptions) where option_name = 'fillfactor') as fillfactor from pg_class where relnamespace = 'shop'::regnamespace and relkind in ('r', 'v') order by 1
----
-- name: settings_changed
select name, setting, unit, source from pg_settings where source not in ('default', 'override', 'client', 'session', 'command line', 'environment variable') and name in ('shared_buffers', 'max_connections', 'fsync') order by name
----
-- name: settings_of_vacuum
select name, setting, boot_val, unit, short_desc from pg_settings where name like 'autovacuum%' and name not like '%worker%' order by name
----
-- name: current_settings
select current_setting('work_mem'), current_setting('no.such.setting', true), pg_size_bytes('10 MB'), pg_size_pretty(123456789::bigint)
----
-- name: replication_state
-- volatile
select application_name, client_addr, state, sync_state, write_lag, replay_lag, pg_wal_lsn_diff(sent_lsn, replay_lsn) as bytes_behind from pg_stat_replication order by 1
----
-- name: replication_slots
-- volatile
select slot_name, slot_type, active, restart_lsn, wal_status, safe_wal_size from pg_replication_slots order by 1
----
-- name: wal_position
-- volatile
select pg_is_in_recovery(), pg_current_wal_lsn(), pg_walfile_name(pg_current_wal_lsn()), pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')
----
-- name: background_writer
-- volatile
select * from pg_stat_bgwriter
----
-- name: archiver
-- volatile
select archived_count, failed_count, last_archived_time from pg_stat_archiver
----
-- name: server_facts
select pg_postmaster_start_time() < now(), pg_conf_load_time() <= now(), current_setting('server_version_num')::int >= 150000, pg_backend_pid() > 0, pg_is_in_recovery()
----
-- name: roles_and_members
select r.rolname, r.rolsuper, r.rolcanlogin, array(select m.rolname from pg_auth_members a join pg_roles m on m.oid = a.roleid where a.member = r.oid order by 1) as member_of from pg_roles r where r.rolname like 'gate%' order by 1
----
-- name: table_privileges
select c.relname, has_table_privilege(c.oid, 'select') as may_select, has_table_privilege(c.oid, 'insert') as may_insert, c.relacl::text from pg_class c where c.relnamespace = 'shop'::regnamespace and c.relkind = 'r' order by 1
----
-- name: acl_exploded
select c.relname, a.grantee, a.privilege_type, a.is_grantable from pg_class c, aclexplode(c.relacl) a where c.relnamespace = 'shop'::regnamespace order by 1, 2, 3
----
-- name: privilege_functions
select has_schema_privilege('shop', 'usage'), has_database_privilege(current_database(), 'connect'), has_column_privilege('shop.orders', 'total', 'select'), has_function_privilege('now()', 'execute'), has_any_column_privilege('shop.orders', 'select'), has_sequence_privilege('shop.invoice_numbers', 'usage'), pg_has_role(current_user, 'usage')
----
-- name: object_descriptions
select c.relname, obj_description(c.oid, 'pg_class'), col_description(c.oid, 4) from pg_class c where c.relnamespace = 'shop'::regnamespace and c.relkind = 'r' order by 1
----
-- name: dependencies
select pg_describe_object(classid, objid, objsubid) as what, pg_describe_object(refclassid, refobjid, refobjsubid) as on_what, deptype from pg_depend where refobjid = 'shop.orders'::regclass and objid > 16384 order by 1, 2
----
-- name: progress_views
-- volatile
select * from pg_stat_progress_vacuum union all select * from pg_stat_progress_vacuum
----
-- name: create_index_progress
-- volatile
select pid, phase, blocks_done, blocks_total from pg_stat_progress_create_index
----
-- name: prepared_transactions
select gid, prepared, owner, database from pg_prepared_xacts order by 1
----
-- name: extensions
select e.extname, n.nspname, e.extversion is not null as has_version from pg_extension e join pg_namespace n on n.oid = e.extnamespace order by 1
----
-- name: available_extensions
select count(*) > 5 from pg_available_extensions where installed_version is not null
----
-- name: sequences_used
select schemaname, sequencename, last_value, max_value, increment_by, cycle from pg_sequences where schemaname = 'shop' order by 2
----
-- name: partitions
select inhparent::regclass::text as parent, inhrelid::regclass::text as child, pg_get_expr(c.relpartbound, c.oid) as bounds from pg_inherits join pg_class c on c.oid = inhrelid where c.relnamespace = 'shop'::regnamespace order by 1, 2
----
-- name: partition_tree
select relid::text, parentrelid::text, isleaf, level from pg_partition_tree('shop.events') order by level, 1
----
-- name: triggers
select tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal and tgrelid::regclass::text like 'shop.%' order by 1, 2
----
-- name: policies
select schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check from pg_policies where schemaname = 'shop' order by 2, 3
----
-- name: tables_without_keys
select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace = 'shop'::regnamespace and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p') order by 1
----
-- name: function_definitions
select p.proname, pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid), l.lanname, p.provolatile, p.prosecdef from pg_proc p join pg_language l on l.oid = p.prolang where p.pronamespace = 'mallory'::regnamespace and p.proname like 'im%' order by 1, 2
----
-- name: function_source
select pg_get_functiondef('mallory.im0()'::regprocedure)
----
-- name: view_definitions
select viewname, definition, pg_get_viewdef('shop.open_orders'::regclass, true) from pg_views where schemaname = 'shop' order by 1
----
-- name: checksums_and_block_size
select name, setting from pg_settings where name in ('data_checksums', 'block_size', 'wal_segment_size', 'server_encoding') order by 1
----
-- name: tablespaces
select spcname, pg_catalog.shobj_description(oid, 'pg_tablespace') from pg_tablespace order by 1
----
-- name: io_and_wal
-- volatile
select * from pg_stat_wal
----
-- name: slru
-- volatile
select name, blks_hit, blks_read from pg_stat_slru order by 1
----
-- name: user_functions
-- volatile
select schemaname, funcname, calls, total_time from pg_stat_user_functions order by total_time desc
----
-- name: types
select n.nspname, t.typname, t.typtype, format_type(t.oid, null) from pg_type t join pg_namespace n on n.oid = t.typnamespace where n.nspname = 'shop' and t.typtype = 'e' order by 1, 2
----
-- name: enum_labels
select enumlabel, enumsortorder from pg_enum where enumtypid = 'shop.status'::regtype order by 2
----
-- name: column_defaults
select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid) as default_value, a.attidentity, a.attgenerated from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = 'shop.customers'::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
----
-- name: toast_tables
select c.relname, t.relname like 'pg_toast_%' as has_toast from pg_class c join pg_class t on t.oid = c.reltoastrelid where c.relnamespace = 'shop'::regnamespace order by 1
