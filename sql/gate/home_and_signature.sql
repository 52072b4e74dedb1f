-- "home name(types)" of a function ($1) that a superuser owns: home is its extension, or the schema that initdb made.
select coalesce(e.extname, n.nspname)::pg_catalog.text || ' ' || p.proname || '('
       || pg_catalog.oidvectortypes(p.proargtypes) || ')'
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_roles r on r.oid = p.proowner and r.rolsuper
left join pg_catalog.pg_depend d
       on d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e'
left join pg_catalog.pg_extension e on e.oid = d.refobjid
where p.oid = $1
  and (e.oid is not null or p.oid < 16384 and n.nspname in ('pg_catalog', 'information_schema'))
