-- The server, this database and the rights of the one who asks: one row.
select pg_catalog.current_setting('server_version_num')::pg_catalog.int4 as version_num,
       pg_catalog.pg_is_in_recovery() as in_recovery,
       pg_catalog.current_database() as database_name,
       pg_catalog.getdatabaseencoding() as encoding,
       pg_catalog.current_setting('block_size')::pg_catalog.int8 as block_size_bytes,
       (extract(epoch from pg_catalog.clock_timestamp()) * 1000000)::pg_catalog.int8 as read_at,
       (extract(epoch from pg_catalog.pg_postmaster_start_time()) * 1000000)::pg_catalog.int8 as started_at,
       (extract(epoch from pg_catalog.pg_stat_get_db_stat_reset_time(d.oid)) * 1000000)::pg_catalog.int8
           as database_reset_at,
       -- a crash of any backend empties the counters without a new start time, but resets all of these at once
       (extract(epoch from least(b.stats_reset, a.stats_reset, w.stats_reset)) * 1000000)::pg_catalog.int8
           as cluster_reset_at,
       -- these are reset by one stroke when the server empties its counters, and one by one by people
       case when b.stats_reset = a.stats_reset and b.stats_reset = w.stats_reset
            then extract(epoch from b.stats_reset - pg_catalog.pg_postmaster_start_time())::pg_catalog.float8 end
           as emptied_after_start_seconds,
       exists (select from pg_catalog.regexp_split_to_table(pg_catalog.current_setting('listen_addresses'), '\s*,\s*') l(address)
                where l.address not in ('', 'localhost', '::1') and l.address !~ '^127\.') as listens_beyond_loopback,
       pg_catalog.pg_stat_get_db_checksum_failures(0) as shared_checksum_failures,
       current_user as role_name,
       r.rolsuper as is_superuser,
       pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') as reads_all_stats,
       pg_catalog.pg_has_role(current_user, 'pg_monitor', 'usage') as is_monitor,
       case when pg_catalog.pg_has_role(current_user, 'pg_read_all_settings', 'usage')
            then pg_catalog.current_setting('shared_preload_libraries') end as preload_libraries,
       exists (select from pg_catalog.pg_settings s
                where s.name = 'pg_stat_statements.max') as statements_preloaded
  from pg_catalog.pg_database d
       join pg_catalog.pg_roles r on r.rolname = current_user
       cross join pg_catalog.pg_stat_bgwriter b
       cross join pg_catalog.pg_stat_archiver a
       cross join pg_catalog.pg_stat_wal w
 where d.datname = pg_catalog.current_database()
