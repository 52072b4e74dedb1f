-- Views that read a table with row security as an owner to whom its policies do not apply.
select distinct vn.nspname as schema_name,
       v.relname as view_name,
       n.nspname as table_schema_name,
       t.relname as table_name
  from pg_catalog.pg_class t
       join pg_catalog.pg_namespace n on n.oid = t.relnamespace
       join pg_catalog.pg_depend d
         on d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = t.oid
        and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
       join pg_catalog.pg_rewrite w on w.oid = d.objid
       join pg_catalog.pg_class v on v.oid = w.ev_class and v.relkind = 'v'
       join pg_catalog.pg_namespace vn on vn.oid = v.relnamespace
       join pg_catalog.pg_roles o on o.oid = v.relowner
 where t.relrowsecurity
   and n.nspname not in ('pg_catalog', 'information_schema')
   and (o.rolsuper or o.rolbypassrls or (v.relowner = t.relowner and not t.relforcerowsecurity))
   and not exists (select from pg_catalog.unnest(v.reloptions) x(option)
                    where x.option in ('security_invoker=true', 'security_invoker=on', 'security_invoker=1'))
   and not exists (select from pg_catalog.pg_depend e
                    where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = v.oid and e.deptype = 'e')
