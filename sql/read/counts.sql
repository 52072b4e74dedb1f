-- How many relations of users there are: one row. What is read of each is in other families, where only those that
-- matter are read.
select pg_catalog.count(*) filter (where c.relkind in ('r', 'p', 'm')) as tables,
       pg_catalog.count(*) filter (where c.relkind in ('i', 'I')) as indexes,
       pg_catalog.count(*) filter (where c.relkind in ('i', 'I') and c.relpages < b.pages_of_floor) as small_indexes
  from pg_catalog.pg_class c
       cross join (select 10485760 / pg_catalog.current_setting('block_size')::pg_catalog.int8 as pages_of_floor) b
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p', 'm', 'i', 'I')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
