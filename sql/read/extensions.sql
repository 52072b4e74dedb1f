-- Installed extensions with the version that is there for them, and those this one works with that could be installed.
select coalesce(e.extname, a.name) as extension_name,
       e.extversion as installed_version,
       n.nspname as schema_name,
       a.default_version as available_version
  from pg_catalog.pg_extension e
       left join pg_catalog.pg_namespace n on n.oid = e.extnamespace
       full join (select v.name, v.default_version from pg_catalog.pg_available_extensions() v
                   where v.name in ('pg_stat_statements', 'vector', 'hypopg', 'pg_cron', 'pgstattuple',
                                    'pg_buffercache', 'copilot_ext')
                      or v.name in (select i.extname from pg_catalog.pg_extension i)) a
              on a.name = e.extname
