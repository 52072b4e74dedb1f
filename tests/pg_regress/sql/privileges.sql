-- Who may do what. A line that changes here changes what people can reach.
\pset format unaligned
\pset tuples_only on
select count(*) from copilot.checks() having count(*) = 0;

-- Every object of the extension and of its audit, and who but the owner may do what with it.
with objects as (
  select 1 as kind, n.nspname::text as object, coalesce(n.nspacl, acldefault('n', n.nspowner)) as acl, n.nspowner as owner
  from pg_namespace n where n.nspname in ('copilot', 'copilot_audit')
  union all
  select 2, format('%s.%s', c.relnamespace::regnamespace, regexp_replace(c.relname, '\d{4}_\d\d', 'YYYY_MM')),
         coalesce(c.relacl, acldefault('r', c.relowner)), c.relowner
  from pg_class c
  where c.relnamespace::regnamespace::text in ('copilot', 'copilot_audit') and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
  union all
  select 3, p.oid::regprocedure::text, coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner
  from pg_proc p where p.pronamespace::regnamespace::text in ('copilot', 'copilot_audit')
), granted as (
  select o.kind, o.object, case when a.grantee = 0 then 'PUBLIC' else a.grantee::regrole::text end as grantee,
         string_agg(a.privilege_type || case when a.is_grantable then ' WITH GRANT OPTION' else '' end, ', ' order by a.privilege_type) as may
  from objects o, aclexplode(o.acl) a
  where a.grantee <> o.owner
  group by 1, 2, 3
)
select format('%s: %s', o.object, coalesce(string_agg(format('%s %s', g.grantee, g.may), '; ' order by g.grantee collate "C") filter (where g.grantee is not null), 'the owner alone'))
from (select distinct kind, object from objects) o
left join granted g using (kind, object)
group by o.kind, o.object
order by o.kind, o.object collate "C";

-- Columns with privileges of their own.
select format('%s.%s', a.attrelid::regclass, a.attname)
from pg_attribute a join pg_class c on c.oid = a.attrelid
where c.relnamespace::regnamespace::text in ('copilot', 'copilot_audit') and a.attacl is not null;

-- The four roles: no log-in, no attributes, members of nothing.
select format('%s%s%s%s%s%s%s', r.rolname, case when r.rolcanlogin then ' LOGIN' end, case when r.rolsuper then ' SUPERUSER' end,
         case when r.rolcreaterole then ' CREATEROLE' end, case when r.rolcreatedb then ' CREATEDB' end,
         case when r.rolreplication then ' REPLICATION' end, case when r.rolbypassrls then ' BYPASSRLS' end)
from pg_roles r where r.rolname like 'copilot\_%' order by 1;
select count(*) from pg_auth_members m where m.member::regrole::text like 'copilot\_%';

-- What the right to ask reaches beside the co-pilot: nothing.
select count(*) from pg_shdepend d
join pg_roles r on r.oid = d.refobjid and d.refclassid = 'pg_authid'::regclass
where r.rolname like 'copilot\_%' and d.dbid = (select oid from pg_database where datname = current_database())
  and not (d.classid = 'pg_proc'::regclass and d.objid in (select oid from pg_proc where pronamespace = 'copilot'::regnamespace)
        or d.classid = 'pg_class'::regclass and d.objid in (select oid from pg_class where relnamespace = 'copilot'::regnamespace)
        or d.classid = 'pg_namespace'::regclass and d.objid = 'copilot'::regnamespace);
