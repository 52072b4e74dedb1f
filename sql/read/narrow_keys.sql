-- Foreign keys with a column of a narrower integer type than the one it references, told by the operator that compares
-- them: int8 = int4, int8 = int2, int4 = int2 (src/include/catalog/pg_operator.dat). Partitions are left to their parent.
select o.conname as constraint_name,
       n.nspname as schema_name,
       c.relname as table_name,
       rn.nspname as referenced_schema_name,
       r.relname as referenced_table_name,
       w.column_name,
       w.type_name,
       w.referenced_column_name,
       w.referenced_type_name
  from (select k.conname, k.conrelid, k.confrelid, k.conkey, k.confkey, k.conpfeqop
          from pg_catalog.pg_constraint k
         where k.contype = 'f'
           and k.conparentid = 0
           and k.conpfeqop operator(pg_catalog.&&) '{416, 1868, 533}'::pg_catalog.oid[]
        offset 0) o
       join pg_catalog.pg_class c on c.oid = o.conrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       join pg_catalog.pg_class r on r.oid = o.confrelid
       join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
       cross join lateral (
           select a.attname as column_name,
                  pg_catalog.format_type(a.atttypid, null) as type_name,
                  ra.attname as referenced_column_name,
                  pg_catalog.format_type(ra.atttypid, null) as referenced_type_name
             from rows from (pg_catalog.unnest(o.conkey), pg_catalog.unnest(o.confkey), pg_catalog.unnest(o.conpfeqop))
                       k(number, referenced_number, operator)
                  join pg_catalog.pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.number
                  join pg_catalog.pg_attribute ra on ra.attrelid = o.confrelid and ra.attnum = k.referenced_number
            where k.operator in (416, 1868, 533)
            order by k.number
            limit 1) w
 where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
