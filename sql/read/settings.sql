-- Settings the checks ask for, and every other one that differs from its built-in default. Texts that may hold a
-- secret (connection strings, commands) and settings of unknown extensions stay out.
select s.name as setting_name,
       s.setting,
       s.unit,
       s.source,
       s.boot_val as built_in,
       s.context,
       s.pending_restart as is_pending_restart
  from pg_catalog.pg_settings s
 where (s.name in ('fsync', 'full_page_writes', 'synchronous_commit', 'wal_level', 'autovacuum', 'track_counts',
                   'autovacuum_vacuum_threshold', 'autovacuum_vacuum_scale_factor', 'autovacuum_analyze_threshold',
                   'autovacuum_analyze_scale_factor', 'autovacuum_freeze_max_age', 'autovacuum_max_workers',
                   'autovacuum_multixact_freeze_max_age', 'autovacuum_naptime', 'autovacuum_vacuum_cost_delay',
                   'autovacuum_vacuum_cost_limit', 'vacuum_failsafe_age', 'autovacuum_vacuum_max_threshold',
                   'max_connections', 'superuser_reserved_connections', 'reserved_connections',
                   'idle_in_transaction_session_timeout', 'statement_timeout', 'lock_timeout', 'deadlock_timeout',
                   'track_io_timing', 'track_activities', 'compute_query_id', 'log_lock_waits',
                   'log_min_duration_statement', 'shared_buffers', 'effective_cache_size', 'work_mem',
                   'hash_mem_multiplier', 'maintenance_work_mem', 'autovacuum_work_mem', 'temp_file_limit',
                   'max_wal_size', 'min_wal_size', 'checkpoint_timeout', 'checkpoint_completion_target',
                   'random_page_cost', 'seq_page_cost', 'effective_io_concurrency', 'max_worker_processes',
                   'max_parallel_workers', 'max_parallel_workers_per_gather', 'jit', 'data_checksums', 'hot_standby',
                   'zero_damaged_pages', 'ignore_checksum_failure', 'ignore_system_indexes', 'ignore_invalid_pages',
                   'allow_system_table_mods', 'password_encryption', 'archive_mode', 'max_slot_wal_keep_size',
                   'wal_keep_size', 'synchronous_standby_names', 'ssl', 'ssl_min_protocol_version', 'log_statement',
                   'log_temp_files', 'log_checkpoints', 'log_autovacuum_min_duration', 'pgaudit.log',
                   'pg_stat_statements.max')
        or s.name like 'enable\_%'
        or s.pending_restart
        or (s.setting is distinct from s.boot_val
            and (s.name not like '%.%' or s.name like 'pg\_stat\_statements.%' or s.name like 'auto\_explain.%'
                 or s.name like 'cron.%')))
   and s.name not like '%\_command' and s.name not like '%conninfo%' and (s.name not like '%password%' or s.name = 'password_encryption')
   and s.name not like '%\_file' and s.name not like '%\_director%'
   and s.name not in ('application_name', 'search_path', 'listen_addresses', 'krb_server_keyfile')
