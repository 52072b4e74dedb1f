-- Default partitions, which take the rows that no other partition takes.
select n.nspname as schema_name,
       c.relname as table_name,
       pn.nspname as parent_schema_name,
       p.relname as parent_name,
       greatest(c.reltuples::pg_catalog.int8, pg_catalog.pg_stat_get_live_tuples(c.oid), 0) as estimated_rows
  from pg_catalog.pg_partitioned_table x
       join pg_catalog.pg_class c on c.oid = x.partdefid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       join pg_catalog.pg_class p on p.oid = x.partrelid
       join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
