-- The 20 tables that take most, with their indexes and long values: estimates from the pages counted by the last
-- vacuums and analyzes.
select n.nspname as schema_name,
       c.relname as table_name,
       greatest(c.relpages, 0)::pg_catalog.int8 * b.size as estimated_bytes,
       greatest(t.relpages, 0)::pg_catalog.int8 * b.size as toast_estimated_bytes,
       coalesce(i.pages, 0)::pg_catalog.int8 * b.size as index_estimated_bytes
  from pg_catalog.pg_class c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       left join pg_catalog.pg_class t on t.oid = c.reltoastrelid and t.relkind = 't'
       left join (select x.indrelid, pg_catalog.sum(greatest(r.relpages, 0)) as pages
                    from pg_catalog.pg_index x join pg_catalog.pg_class r on r.oid = x.indexrelid
                   where x.indrelid >= 16384 and r.relkind = 'i'
                   group by x.indrelid) i on i.indrelid = c.oid
       cross join (select pg_catalog.current_setting('block_size')::pg_catalog.int8 as size) b
 where c.relkind in ('r', 'm')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
 order by greatest(c.relpages, 0) + greatest(t.relpages, 0) + coalesce(i.pages, 0) desc, c.oid
 limit 20
