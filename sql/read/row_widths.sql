-- The 200 largest of the tables of 100 MB and more by the pages counted last, with what a row takes by the column statistics the caller may
-- see. Bytes that alignment may cost between columns are counted in full, so that a row is never taken for shorter
-- than it is. No value of a column is read.
select n.nspname as schema_name,
       c.relname as table_name,
       c.reltuples::pg_catalog.float8 as estimated_rows,
       c.relpages::pg_catalog.int8 as pages,
       b.size as block_size_bytes,
       coalesce(substring(c.options from 'fillfactor=([0-9]+)')::pg_catalog.int4, 100) as fill_percent,
       pg_catalog.has_table_privilege(c.oid, 'select') as is_granted,
       w.columns,
       w.columns_known,
       w.row_bytes,
       w.has_nulls,
       pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed_since_analyze,
       c.large_tables
  from (select o.oid, o.relname, o.relnamespace, o.reltuples, o.relpages,
               pg_catalog.array_to_string(o.reloptions, ',') as options,
               pg_catalog.count(*) over () as large_tables
          from pg_catalog.pg_class o
         where o.relkind in ('r', 'm') and o.relpersistence <> 't' and o.oid >= 16384
           and o.relpages >= (select 104857600 / pg_catalog.current_setting('block_size')::pg_catalog.int8)
         order by o.relpages desc, o.oid
         limit 200) c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       cross join (select pg_catalog.current_setting('block_size')::pg_catalog.int8 as size) b
       cross join lateral (
           select pg_catalog.count(*) as columns,
                  pg_catalog.count(s.avg_width) as columns_known,
                  pg_catalog.sum((1 - s.null_frac) * s.avg_width + a.gap)::pg_catalog.float8 as row_bytes,
                  coalesce(pg_catalog.bool_or(s.null_frac > 0), false) as has_nulls
             from (select t.attname,
                          case when t.attlen < 0 or t.align = 1
                                    or (t.before_length > 0 and t.before_length % t.align = 0) then 0
                               else t.align - 1 end as gap
                     from (select x.attname, x.attlen, x.attnum,
                                  case x.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end as align,
                                  pg_catalog.lag(x.attlen, 1, 8::pg_catalog.int2) over (order by x.attnum) as before_length
                             from pg_catalog.pg_attribute x
                            where x.attrelid = c.oid and x.attnum > 0 and not x.attisdropped) t
                   offset 0) a
                  left join pg_catalog.pg_stats s
                         on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
                        and not s.inherited) w
 where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
