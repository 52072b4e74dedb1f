-- Roles that have a password, and how it is kept. The password itself, hashed or not, is not read out.
select a.rolname as role_name,
       a.rolcanlogin as can_login,
       a.rolpassword ~ '^md5' as is_md5
  from pg_catalog.pg_authid a
 where a.rolpassword is not null
