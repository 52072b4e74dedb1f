-- Which of these relations and routines are there and may be read or called by whoever asks.
-- $1: oids of pg_class, $2: oids of pg_proc, as bigint.
select false as is_routine, c.oid::pg_catalog.int8 as oid, n.nspname::pg_catalog.text, c.relname::pg_catalog.text
  from pg_catalog.unnest($1) w (oid)
       join pg_catalog.pg_class c on c.oid = w.oid::pg_catalog.oid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where pg_catalog.has_schema_privilege(n.oid, 'usage')
   and (pg_catalog.has_table_privilege(c.oid, 'select') or pg_catalog.has_any_column_privilege(c.oid, 'select'))
union all
select true, p.oid::pg_catalog.int8, n.nspname::pg_catalog.text, p.proname::pg_catalog.text
  from pg_catalog.unnest($2) w (oid)
       join pg_catalog.pg_proc p on p.oid = w.oid::pg_catalog.oid
       join pg_catalog.pg_namespace n on n.oid = p.pronamespace
 where pg_catalog.has_schema_privilege(n.oid, 'usage')
   and pg_catalog.has_function_privilege(p.oid, 'execute')
