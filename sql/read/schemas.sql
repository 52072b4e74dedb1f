-- Schemas of users, and whether every role may create objects in them.
select n.nspname as schema_name,
       pg_catalog.pg_get_userbyid(n.nspowner) as owner_name,
       exists (select from pg_catalog.aclexplode(n.nspacl) a
                where a.grantee = 0 and a.privilege_type = 'CREATE') as public_may_create
  from pg_catalog.pg_namespace n
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
