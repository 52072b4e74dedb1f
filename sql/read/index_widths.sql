-- The 200 largest of the btree indexes of 100 MB and more by the pages counted last, with what an entry takes by the column
-- statistics the caller may see. Bytes that alignment may cost between columns are counted in full, so that an entry is
-- never taken for shorter than it is. No value of a column is read.
select n.nspname as schema_name,
       c.relname as index_name,
       t.relname as table_name,
       c.reltuples::pg_catalog.float8 as estimated_entries,
       c.relpages::pg_catalog.int8 as pages,
       b.size as block_size_bytes,
       coalesce(substring(c.options from 'fillfactor=([0-9]+)')::pg_catalog.int4, 90) as fill_percent,
       pg_catalog.has_table_privilege(t.oid, 'select') as is_granted,
       w.columns,
       w.columns_known,
       w.entry_bytes,
       w.has_nulls,
       pg_catalog.pg_stat_get_mod_since_analyze(t.oid) as changed_since_analyze,
       c.large_indexes
  from (select o.oid, o.relname, o.relnamespace, o.reltuples, o.relpages,
               pg_catalog.array_to_string(o.reloptions, ',') as options,
               pg_catalog.count(*) over () as large_indexes
          from pg_catalog.pg_class o
         where o.relkind = 'i' and o.relpersistence <> 't' and o.oid >= 16384
           and o.relam = (select m.oid from pg_catalog.pg_am m where m.amname = 'btree')
           and o.relpages >= (select 104857600 / pg_catalog.current_setting('block_size')::pg_catalog.int8)
         order by o.relpages desc, o.oid
         limit 200) c
       join pg_catalog.pg_index i on i.indexrelid = c.oid
       join pg_catalog.pg_class t on t.oid = i.indrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       cross join (select pg_catalog.current_setting('block_size')::pg_catalog.int8 as size) b
       cross join lateral (
           select pg_catalog.count(*) as columns,
                  pg_catalog.count(s.avg_width) as columns_known,
                  pg_catalog.sum((1 - s.null_frac) * s.avg_width + a.gap)::pg_catalog.float8 as entry_bytes,
                  coalesce(pg_catalog.bool_or(s.null_frac > 0), false) as has_nulls
             from (select x.attname, k.number,
                          case when x.attlen < 0 then 0
                               else case x.attalign when 'd' then 7 when 'i' then 3 when 's' then 1 else 0 end end as gap
                     from pg_catalog.unnest(i.indkey::pg_catalog.int2[]) with ordinality k(number, place)
                          -- an expression is a column of the index alone
                          join pg_catalog.pg_attribute x
                            on x.attrelid = case when k.number = 0 then i.indexrelid else i.indrelid end
                           and x.attnum = case when k.number = 0 then k.place else k.number end
                   offset 0) a
                  -- an expression's statistics are its index's; either name is looked up as it stands
                  left join pg_catalog.pg_stats r
                         on a.number <> 0 and r.schemaname = n.nspname and r.tablename = t.relname
                        and r.attname = a.attname and not r.inherited
                  left join pg_catalog.pg_stats e
                         on a.number = 0 and e.schemaname = n.nspname and e.tablename = c.relname
                        and e.attname = a.attname and not e.inherited
                  cross join lateral (select coalesce(r.avg_width, e.avg_width) as avg_width,
                                             coalesce(r.null_frac, e.null_frac) as null_frac) s) w
 where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
