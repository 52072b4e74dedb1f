-- Relations of users on which every role has rights, in schemas that every role may use; members of extensions are left
-- to these.
select n.nspname as schema_name,
       c.relname as relation_name,
       c.relkind as kind,
       array(select a.privilege_type::pg_catalog.text from pg_catalog.aclexplode(c.relacl) a
              where a.grantee = 0 order by a.privilege_type) as privileges
  from (select o.oid, o.relname, o.relkind, o.relacl, o.relnamespace
          from pg_catalog.pg_class o
         where o.relacl is not null and o.oid >= 16384 and o.relkind in ('r', 'p', 'v', 'm', 'f') and not o.relispartition
        offset 0) c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where exists (select from pg_catalog.aclexplode(c.relacl) a where a.grantee = 0)
   and exists (select from pg_catalog.aclexplode(n.nspacl) a where a.grantee = 0 and a.privilege_type = 'USAGE')
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
