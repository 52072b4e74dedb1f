-- Triggers that are switched off. Those of foreign keys are named by their constraint.
select n.nspname as schema_name,
       c.relname as table_name,
       t.tgname as trigger_name,
       o.conname as constraint_name
  from pg_catalog.pg_trigger t
       join pg_catalog.pg_class c on c.oid = t.tgrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       left join pg_catalog.pg_constraint o on o.oid = t.tgconstraint and t.tgisinternal
 where t.tgenabled = 'D'
