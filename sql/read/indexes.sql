-- Indexes on users' tables that something may be wrong with, of as many as there are (their number is in counts): not
-- valid; beginning with the same column, or with an expression like another one of their table; or of 10 MB and more,
-- not unique and never scanned on this node. Their columns are named here; no definition is deparsed.
with alike as (
    select f.lead
      from (select o.lead, pg_catalog.lag(o.lead) over (order by o.lead) as previous
              from (select i.indrelid::pg_catalog.int8 * 65536 + i.indkey[0] as lead
                      from pg_catalog.pg_index i where i.indrelid >= 16384 offset 0) o) f
     where f.lead = f.previous
), unused as (
    -- its counters are looked up only where it is large
    select c.oid
      from (select c.oid from pg_catalog.pg_class c
             where c.relkind = 'i' and not c.relispartition and c.oid >= 16384
               and c.relpages >= (select 10485760 / pg_catalog.current_setting('block_size')::pg_catalog.int8)
            offset 0) c
     where pg_catalog.pg_stat_get_numscans(c.oid) = 0
), building as (
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
       exists (select from building b where b.index_relid = i.indexrelid)
           or exists (select from maintained l where l.relation = i.indrelid) as is_being_built,
       exists (select from pg_catalog.pg_constraint o
                where o.conrelid = i.indrelid and o.conindid = i.indexrelid offset 0) as backs_constraint,
       i.indnkeyatts::pg_catalog.int4 as key_columns,
       i.indkey::pg_catalog.int2[] as column_numbers,
       (select pg_catalog.array_agg(a.attname order by k.place)
          from pg_catalog.unnest(i.indkey::pg_catalog.int2[]) with ordinality k(number, place)
               left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
         where k.number <> 0) as column_names,
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
  -- an array of unknown length is planned as short, so that what follows looks up row by row
  from pg_catalog.unnest(array(
           select i.indexrelid from pg_catalog.pg_index i
            where i.indrelid >= 16384
              and (not (i.indisvalid and i.indisready and i.indislive)
                   or i.indrelid::pg_catalog.int8 * 65536 + i.indkey[0] in (select a.lead from alike a)
                   or (not i.indisunique and i.indexrelid in (select u.oid from unused u))))) w(oid)
       join pg_catalog.pg_index i on i.indexrelid = w.oid
       join pg_catalog.pg_class c on c.oid = i.indexrelid
       join pg_catalog.pg_class t on t.oid = i.indrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       join pg_catalog.pg_am m on m.oid = c.relam
 where c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
