-- Tables with row security or with policies for it.
select n.nspname as schema_name,
       c.relname as table_name,
       c.relrowsecurity as is_enabled,
       c.relforcerowsecurity as is_forced,
       (select pg_catalog.count(*) from pg_catalog.pg_policy p where p.polrelid = c.oid) as policies
  from pg_catalog.pg_class c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where (c.relrowsecurity or c.oid in (select p.polrelid from pg_catalog.pg_policy p))
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
