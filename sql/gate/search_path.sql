-- The search_path a role ($1) has when it logs in to this database: that of the role there, of the role, of the
-- database, or the server's (docs: ALTER ROLE).
select coalesce(
  (select pg_catalog.substr(s.setting, pg_catalog.length('search_path=') + 1)
   from pg_catalog.pg_db_role_setting d
   cross join lateral pg_catalog.unnest(d.setconfig) s (setting)
   where pg_catalog.starts_with(s.setting, 'search_path=')
     and d.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()))
     and d.setrole in (0, $1)
   order by d.setrole <> 0 desc, d.setdatabase <> 0 desc
   limit 1),
  (select case when p.source in ('default', 'configuration file') then p.reset_val end
   from pg_catalog.pg_settings p where p.name = 'search_path'))
