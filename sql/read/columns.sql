-- Names of the columns of users' tables, by table and number; null where a column was dropped.
select c.oid::pg_catalog.int8 as table_oid,
       array(select case when not a.attisdropped then a.attname end
               from pg_catalog.pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0
              order by a.attnum) as column_names
  from pg_catalog.pg_class c
 where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't' and c.oid >= 16384
