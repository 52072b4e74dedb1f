-- Roles that are not the server's own: what they may do, and which of the server's powerful roles they are a member
-- of. No password is read.
select r.rolname as role_name,
       r.rolsuper as is_superuser,
       r.rolcanlogin as can_login,
       r.oid = 10 as is_bootstrap,
       r.rolcreaterole as can_create_roles,
       r.rolcreatedb as can_create_databases,
       r.rolreplication as can_replicate,
       r.rolbypassrls as bypasses_row_security,
       r.rolconnlimit as connection_limit,
       case when not r.rolsuper then
           array(select p.rolname
                   from pg_catalog.pg_roles p
                  where p.rolname in ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files')
                    and pg_catalog.pg_has_role(r.oid, p.oid, 'member')
                  order by p.rolname) end as powers
  from pg_catalog.pg_roles r
 where r.oid >= 16384 or r.oid = 10
