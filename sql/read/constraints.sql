-- Primary keys, unique, exclusion and foreign key constraints of users' tables.
select o.oid::pg_catalog.int8 as oid,
       o.conname as constraint_name,
       o.contype as kind,
       o.convalidated as is_validated,
       o.condeferrable as is_deferrable,
       o.conparentid <> 0 as is_inherited,
       n.nspname as schema_name,
       c.relname as table_name,
       o.conrelid::pg_catalog.int8 as table_oid,
       nullif(o.conindid, 0)::pg_catalog.int8 as index_oid,
       o.conkey as column_numbers,
       rn.nspname as referenced_schema_name,
       r.relname as referenced_table_name,
       nullif(o.confrelid, 0)::pg_catalog.int8 as referenced_table_oid,
       o.confkey as referenced_column_numbers,
       nullif(o.confdeltype, ' ') as on_delete,
       nullif(o.confupdtype, ' ') as on_update
  from pg_catalog.pg_constraint o
       join pg_catalog.pg_class c on c.oid = o.conrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       left join pg_catalog.pg_class r on r.oid = o.confrelid
       left join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
 where o.contype in ('p', 'u', 'x', 'f')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
