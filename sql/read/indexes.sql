-- Indexes on users' tables: what they are made of and how often they were used. No definition is deparsed; the
-- columns' names are in tables.
with building as (
    select p.index_relid from pg_catalog.pg_stat_progress_create_index p where p.index_relid <> 0
), maintained as (
    -- CREATE INDEX CONCURRENTLY and its like, seen by those who may not see their progress
    select distinct l.relation from pg_catalog.pg_locks l
     where l.mode = 'ShareUpdateExclusiveLock' and l.granted and l.locktype = 'relation'
       and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
       and not pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage')
)
select i.indexrelid::pg_catalog.int8 as oid,
       i.indrelid::pg_catalog.int8 as table_oid,
       n.nspname as schema_name,
       c.relname as index_name,
       t.relname as table_name,
       m.amname as access_method,
       c.relkind as kind,
       c.relispartition as is_partition,
       i.indisunique as is_unique,
       i.indnullsnotdistinct as nulls_not_distinct,
       i.indisprimary as is_primary,
       i.indisexclusion as is_exclusion,
       i.indimmediate as is_immediate,
       i.indisreplident as is_replica_identity,
       i.indisvalid as is_valid,
       i.indisready as is_ready,
       i.indislive as is_live,
       b.index_relid is not null or l.relation is not null as is_being_built,
       i.indnkeyatts::pg_catalog.int4 as key_columns,
       i.indkey::pg_catalog.int2[] as column_numbers,
       i.indclass::pg_catalog.int8[] as operator_classes,
       i.indcollation::pg_catalog.int8[] as collations,
       i.indoption::pg_catalog.int2[] as options,
       -- where in its CREATE INDEX an expression stood is part of the stored tree, and no part of what it means
       pg_catalog.md5(pg_catalog.regexp_replace(i.indexprs::pg_catalog.text, ':location -?[0-9]+', '', 'g'))
           as expressions_md5,
       pg_catalog.md5(pg_catalog.regexp_replace(i.indpred::pg_catalog.text, ':location -?[0-9]+', '', 'g'))
           as predicate_md5,
       c.reloptions is not null or c.reltablespace <> 0 as has_storage_options,
       greatest(c.relpages, 0)::pg_catalog.int8
           * pg_catalog.current_setting('block_size')::pg_catalog.int8 as estimated_bytes,
       pg_catalog.pg_stat_get_numscans(c.oid) as scans
  from pg_catalog.pg_index i
       join pg_catalog.pg_class c on c.oid = i.indexrelid
       join pg_catalog.pg_class t on t.oid = i.indrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       join pg_catalog.pg_am m on m.oid = c.relam
       left join building b on b.index_relid = i.indexrelid
       left join maintained l on l.relation = i.indrelid
 where c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
