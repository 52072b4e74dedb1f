-- All databases of the cluster with their age and counters; a size only for this one, summed from pg_class.
select d.datname as database_name,
       d.datname = pg_catalog.current_database() as is_current,
       d.datallowconn as allows_connections,
       d.datistemplate as is_template,
       d.datconnlimit as connection_limit,
       pg_catalog.age(d.datfrozenxid) as xid_age,
       pg_catalog.mxid_age(d.datminmxid) as mxid_age,
       pg_catalog.pg_stat_get_db_numbackends(d.oid) as backends,
       pg_catalog.pg_stat_get_db_xact_commit(d.oid) as commits,
       pg_catalog.pg_stat_get_db_xact_rollback(d.oid) as rollbacks,
       pg_catalog.pg_stat_get_db_blocks_hit(d.oid) as blocks_hit,
       pg_catalog.pg_stat_get_db_blocks_fetched(d.oid) - pg_catalog.pg_stat_get_db_blocks_hit(d.oid) as blocks_read,
       pg_catalog.pg_stat_get_db_temp_files(d.oid) as temp_files,
       pg_catalog.pg_stat_get_db_temp_bytes(d.oid) as temp_bytes,
       pg_catalog.pg_stat_get_db_deadlocks(d.oid) as deadlocks,
       -- null where pages have no checksums
       pg_catalog.pg_stat_get_db_checksum_failures(d.oid) as checksum_failures,
       (extract(epoch from pg_catalog.pg_stat_get_db_checksum_last_failure(d.oid)) * 1000000)::pg_catalog.int8
           as checksum_failed_at,
       (extract(epoch from pg_catalog.pg_stat_get_db_stat_reset_time(d.oid)) * 1000000)::pg_catalog.int8 as reset_at,
       case when d.datname = pg_catalog.current_database() then e.bytes end as estimated_bytes
  from pg_catalog.pg_database d
       cross join (select pg_catalog.sum(greatest(c.relpages, 0)::pg_catalog.int8)::pg_catalog.int8
                          * pg_catalog.current_setting('block_size')::pg_catalog.int8 as bytes
                     from pg_catalog.pg_class c) e
