-- Tables, partitioned tables and materialized views of users, with their counters. Opens none of them.
with columns as (
    select a.attrelid, pg_catalog.array_agg(case when not a.attisdropped then a.attname end order by a.attnum) as names
      from pg_catalog.pg_attribute a
           join pg_catalog.pg_class o on o.oid = a.attrelid and o.relkind in ('r', 'p', 'm')
     where a.attnum > 0 and a.attrelid >= 16384
     group by a.attrelid
)
select c.oid::pg_catalog.int8 as oid,
       n.nspname as schema_name,
       c.relname as table_name,
       c.relkind as kind,
       c.relpersistence as persistence,
       c.relispartition as is_partition,
       pg_catalog.pg_get_userbyid(c.relowner) as owner_name,
       k.names as column_names,
       case when c.reltuples >= 0 then c.reltuples::pg_catalog.float8 end as estimated_rows,
       greatest(c.relpages, 0)::pg_catalog.int8 * b.size as estimated_bytes,
       greatest(t.relpages, 0)::pg_catalog.int8 * b.size as toast_estimated_bytes,
       case when c.relpages > 0 then 100.0::pg_catalog.float8 * c.relallvisible / c.relpages end as all_visible_percent,
       pg_catalog.pg_stat_get_live_tuples(c.oid) as live_rows,
       pg_catalog.pg_stat_get_dead_tuples(c.oid) as dead_rows,
       pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed_since_analyze,
       pg_catalog.pg_stat_get_ins_since_vacuum(c.oid) as inserted_since_vacuum,
       pg_catalog.pg_stat_get_numscans(c.oid) as seq_scans,
       pg_catalog.pg_stat_get_tuples_returned(c.oid) as seq_rows_read,
       pg_catalog.pg_stat_get_tuples_inserted(c.oid) as inserted_rows,
       pg_catalog.pg_stat_get_tuples_updated(c.oid) as updated_rows,
       pg_catalog.pg_stat_get_tuples_hot_updated(c.oid) as hot_updated_rows,
       pg_catalog.pg_stat_get_tuples_deleted(c.oid) as deleted_rows,
       pg_catalog.pg_stat_get_vacuum_count(c.oid) + pg_catalog.pg_stat_get_autovacuum_count(c.oid) as vacuums,
       pg_catalog.pg_stat_get_analyze_count(c.oid) + pg_catalog.pg_stat_get_autoanalyze_count(c.oid) as analyzes,
       (extract(epoch from greatest(pg_catalog.pg_stat_get_last_vacuum_time(c.oid),
                                    pg_catalog.pg_stat_get_last_autovacuum_time(c.oid))) * 1000000)::pg_catalog.int8
           as vacuumed_at,
       (extract(epoch from greatest(pg_catalog.pg_stat_get_last_analyze_time(c.oid),
                                    pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid))) * 1000000)::pg_catalog.int8
           as analyzed_at,
       case when c.relfrozenxid <> '0' then pg_catalog.age(c.relfrozenxid) end as xid_age,
       case when c.relminmxid <> '0' then pg_catalog.mxid_age(c.relminmxid) end as mxid_age,
       c.reloptions as options
  from pg_catalog.pg_class c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       left join columns k on k.attrelid = c.oid
       left join pg_catalog.pg_class t on t.oid = c.reltoastrelid
       cross join (select pg_catalog.current_setting('block_size')::pg_catalog.int8 as size) b
 where c.relkind in ('r', 'p', 'm')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
