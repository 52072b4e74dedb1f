-- Indexes that were scanned, and whose pages were asked for 10,000 times and more since the counters began, with how many of
-- these the server had in its cache. One that only vacuums and builds read is left out. Others are in counts only.
select n.nspname as schema_name,
       c.relname as index_name,
       greatest(c.relpages, 0)::pg_catalog.int8
           * pg_catalog.current_setting('block_size')::pg_catalog.int8 as estimated_bytes,
       c.fetched as blocks_fetched,
       pg_catalog.pg_stat_get_blocks_hit(c.oid) as blocks_hit
  from (select o.oid, o.relname, o.relnamespace, o.relpages, pg_catalog.pg_stat_get_blocks_fetched(o.oid) as fetched
          from pg_catalog.pg_class o
         where o.relkind = 'i' and o.relpersistence <> 't' and o.oid >= 16384
        offset 0) c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.fetched >= 10000
   and pg_catalog.pg_stat_get_numscans(c.oid) > 0
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
