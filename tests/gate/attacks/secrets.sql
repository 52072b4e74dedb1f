-- Catalogs and functions that tell what is nobody's business. The markers are what a password or a statistic looks like.
----
-- name: secret_authid
-- leaks: SCRAM-SHA-256
select rolname, rolpassword from pg_authid
----
-- name: secret_shadow
-- leaks: SCRAM-SHA-256
select * from pg_shadow
----
-- name: secret_authid_row
-- leaks: SCRAM-SHA-256
select a from pg_authid a
----
-- name: secret_authid_table_command
-- leaks: SCRAM-SHA-256
table pg_authid
----
-- name: secret_authid_subquery
-- leaks: SCRAM-SHA-256
select (select string_agg(rolpassword, ',') from pg_catalog.pg_authid)
----
-- name: secret_authid_by_error
-- leaks: SCRAM-SHA-256
select rolpassword::int from pg_authid where rolpassword is not null
----
-- name: secret_authid_only
-- leaks: SCRAM-SHA-256
select * from only pg_authid
----
-- name: secret_user_mapping
select * from pg_user_mapping
----
-- name: secret_user_mappings
select * from pg_user_mappings
----
-- name: secret_user_mapping_options
select * from information_schema.user_mapping_options
----
-- name: secret_subscription
-- leaks: password=
select subconninfo from pg_subscription
----
-- name: secret_statistic
select * from pg_statistic
----
-- name: secret_statistic_values
select stavalues1::text from pg_statistic where starelid = 'vault.secrets'::regclass
----
-- name: secret_statistic_ext_data
select stxdmcv from pg_statistic_ext_data
----
-- name: secret_mcv_items
select * from pg_statistic_ext e join pg_statistic_ext_data d on d.stxoid = e.oid, pg_mcv_list_items(d.stxdmcv)
----
-- name: secret_stats
select * from pg_stats where schemaname = 'vault'
----
-- name: secret_stats_ext
select * from pg_stats_ext where schemaname = 'vault'
----
-- name: secret_stats_ext_exprs
select * from pg_stats_ext_exprs where schemaname = 'vault'
----
-- name: secret_stats_leaky_filter
select 1 from pg_stats where most_common_vals::text::int = 1
----
-- name: secret_toast_of_statistic
select chunk_data from pg_toast.pg_toast_2619
----
-- name: secret_toast_of_vault
select * from pg_toast.pg_toast_1262
----
-- name: secret_largeobject
select convert_from(data, 'UTF8') from pg_largeobject
----
-- name: secret_largeobject_get
select convert_from(lo_get(oid), 'UTF8') from pg_largeobject_metadata
----
-- name: secret_largeobject_read
select convert_from(loread(lo_open(66601, 262144), 100), 'UTF8')
----
-- name: secret_hba
-- leaks: trust
select * from pg_hba_file_rules
----
-- name: secret_hba_function
-- leaks: trust
select * from pg_hba_file_rules()
----
-- name: secret_ident
select * from pg_ident_file_mappings
----
-- name: secret_file_settings
select * from pg_file_settings
----
-- name: secret_activity
-- entitled: gate_bob
select query from pg_stat_activity
----
-- name: secret_activity_function
-- entitled: gate_bob
select query from pg_stat_get_activity(null)
----
-- name: secret_activity_backend
-- entitled: gate_bob
select pg_stat_get_backend_activity(i) from generate_series(1, 30) i
----
-- name: secret_activity_idset
-- entitled: gate_bob
select pg_stat_get_backend_activity(i) from pg_stat_get_backend_idset() i
----
-- name: secret_statements
-- entitled: gate_bob
select query from pg_stat_statements
----
-- name: secret_statements_function
-- entitled: gate_bob
select query from pg_stat_statements(true)
----
-- name: secret_wal_receiver
select conninfo from pg_stat_wal_receiver
----
-- name: secret_wal_receiver_function
select pg_stat_get_wal_receiver()
----
-- name: secret_table
select secret from vault.secrets limit 1
----
-- name: secret_table_count
-- leaks: 4242
select count(*) from vault.secrets
----
-- name: secret_table_exists
select exists (select from vault.secrets where secret like 'T%')
----
-- name: secret_table_ctid
select ctid from vault.secrets
----
-- name: secret_table_wide
select body from vault.wide
----
-- name: secret_table_tablesample
select secret from vault.secrets tablesample system (100)
----
-- name: secret_table_in_join
select o.id from shop.orders o left join vault.secrets s on s.id = o.id where s.secret is not null
----
-- name: secret_table_lateral
select l.* from shop.orders o, lateral (select secret from vault.secrets where id = o.id) l
----
-- name: secret_table_cte
with s as (select secret from vault.secrets) select * from s
----
-- name: secret_table_row_compare
select 1 from shop.customers c where (c.id, 'T') < all (select id, secret from vault.secrets)
----
-- name: secret_freespace
select * from pg_freespace('vault.secrets')
----
-- name: secret_visibility
select * from pg_visibility('vault.secrets')
----
-- name: secret_tuple_statistics
-- entitled: gate_bob
-- leaks: 4242
select * from pgstattuple('vault.secrets')
----
-- name: secret_tuple_statistics_approx
-- entitled: gate_bob
-- leaks: 4242
select * from pgstattuple_approx('vault.secrets')
----
-- name: secret_row_locks
select * from pgrowlocks('vault.secrets')
----
-- name: secret_index_page
select * from bt_page_items('vault.secrets_pkey', 1)
----
-- name: secret_index_page_from
select data from bt_page_items('vault.secrets_pkey', 1) where itemoffset = 1
----
-- name: secret_logical_changes
select * from pg_logical_slot_peek_changes('session_slot', null, null)
----
-- name: secret_key_in_environment
select * from pg_get_environment()
----
-- name: secret_audit_of_others
select * from copilot_audit.entries
----
-- name: secret_audit_of_others_view
select question from copilot.audit where question like '%TOP' || 'SECRET%'
----
-- name: secret_copilot_internal
select * from copilot._reports
----
-- name: secret_backend_memory
select * from pg_get_backend_memory_contexts() limit 1
----
-- name: secret_shmem
select * from pg_shmem_allocations
----
-- name: secret_system_control
select pg_control_checkpoint(), pg_control_init(), pg_control_recovery()
----
-- name: secret_prepared_statements
-- entitled: gate_ann, gate_bob, postgres
-- before: prepare session_plan as select 'TOPSECRET_7f3a9c'
-- after: deallocate session_plan
select statement from pg_prepared_statements
----
-- name: secret_cursors
select statement from pg_cursors
----
-- name: secret_crypt
select crypt('x', rolpassword) from pg_authid
----
-- name: secret_cron_jobs
select * from cron.job_run_details
----
-- name: secret_settings_of_roles
select setconfig from pg_db_role_setting where setconfig::text like '%password%'
