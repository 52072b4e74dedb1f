-- Functions that run with their owner's rights, but for those of extensions.
select n.nspname as schema_name,
       p.proname as function_name,
       pg_catalog.pg_get_function_identity_arguments(p.oid) as arguments,
       case p.prokind when 'p' then 'procedure' else 'function' end as kind,
       pg_catalog.pg_get_userbyid(p.proowner) as owner_name,
       p.prorettype in ('trigger'::pg_catalog.regtype, 'event_trigger'::pg_catalog.regtype) as is_trigger,
       -- a function without an access list is everyone's to call
       (p.proacl is null or exists (select from pg_catalog.aclexplode(p.proacl) a
                                     where a.grantee = 0 and a.privilege_type = 'EXECUTE'))
           and exists (select from pg_catalog.aclexplode(n.nspacl) a
                        where a.grantee = 0 and a.privilege_type = 'USAGE') as public_may_execute,
       exists (select from pg_catalog.unnest(p.proconfig) c(setting)
                where pg_catalog.starts_with(c.setting, 'search_path=')) as sets_search_path
  from pg_catalog.pg_proc p
       join pg_catalog.pg_namespace n on n.oid = p.pronamespace
 where p.prosecdef
   and p.oid >= 16384
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e')
