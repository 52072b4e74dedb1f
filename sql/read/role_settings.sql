-- Settings of roles and databases (ALTER ROLE, ALTER DATABASE ... SET). The value is read of time limits only; of others,
-- whether it looks like a secret that stands there in plain text.
select d.datname as database_name,
       r.rolname as role_name,
       c.setting_name,
       case when c.setting_name like '%\_timeout' then c.setting end as setting,
       c.setting_name ~ '(password|passwd|secret|token|api_?key|private_?key)$'
           and c.setting_name !~ '^password_encryption$'
           and c.setting <> ''
           and c.setting !~ '^(file|env):' as holds_secret
  from pg_catalog.pg_db_role_setting s
       left join pg_catalog.pg_database d on d.oid = s.setdatabase
       left join pg_catalog.pg_roles r on r.oid = s.setrole
       cross join lateral (
           select pg_catalog.lower(pg_catalog.split_part(x.line, '=', 1)) as setting_name,
                  pg_catalog.substr(x.line, pg_catalog.strpos(x.line, '=') + 1) as setting
             from pg_catalog.unnest(s.setconfig) x(line)) c
