-- The server's functions that reach files of the machine, and who besides superusers was given them.
select p.proname as function_name,
       pg_catalog.oidvectortypes(p.proargtypes) as arguments,
       array(select case when a.grantee = 0 then 'public' else pg_catalog.pg_get_userbyid(a.grantee)::pg_catalog.text end
               from pg_catalog.aclexplode(p.proacl) a
                    left join pg_catalog.pg_roles r on r.oid = a.grantee
              where a.privilege_type = 'EXECUTE' and not coalesce(r.rolsuper, false)
              order by 1) as grantees
  from pg_catalog.pg_proc p
 where p.proname in ('pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_stat_file', 'lo_import', 'lo_export')
   and p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
