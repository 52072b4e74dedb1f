-- Tables, partitioned tables and materialized views of users, with their counters. Opens none of them.
select c.oid::pg_catalog.int8 as oid,
       n.nspname as schema_name,
       c.relname as table_name,
       c.relkind as kind,
       c.relpersistence as persistence,
       c.relispartition as is_partition,
       case when c.reltuples >= 0 then c.reltuples::pg_catalog.float8 end as estimated_rows,
       greatest(c.relpages, 0)::pg_catalog.int8 * b.size as estimated_bytes,
       pg_catalog.pg_stat_get_live_tuples(c.oid) as live_rows,
       pg_catalog.pg_stat_get_dead_tuples(c.oid) as dead_rows,
       pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed_since_analyze,
       pg_catalog.pg_stat_get_tuples_deleted(c.oid) as deleted_rows,
       pg_catalog.pg_stat_get_numscans(c.oid) > 0 or pg_catalog.pg_stat_get_tuples_fetched(c.oid) > 0
           -- an index-only scan is counted with the index alone
           or exists (select from pg_catalog.pg_index i
                       where i.indrelid = c.oid and pg_catalog.pg_stat_get_numscans(i.indexrelid) > 0
                      offset 0) as was_read,
       (extract(epoch from greatest(pg_catalog.pg_stat_get_last_vacuum_time(c.oid),
                                    pg_catalog.pg_stat_get_last_autovacuum_time(c.oid))) * 1000000)::pg_catalog.int8
           as vacuumed_at,
       (extract(epoch from greatest(pg_catalog.pg_stat_get_last_analyze_time(c.oid),
                                    pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid))) * 1000000)::pg_catalog.int8
           as analyzed_at,
       case when c.relfrozenxid <> '0' then pg_catalog.age(c.relfrozenxid) end as xid_age,
       c.oid in (select i.indrelid from pg_catalog.pg_index i where i.indisprimary) as has_primary_key,
       c.relispopulated as is_populated,
       c.reloptions as options
  from pg_catalog.pg_class c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       cross join (select pg_catalog.current_setting('block_size')::pg_catalog.int8 as size) b
 where c.relkind in ('r', 'p', 'm')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
