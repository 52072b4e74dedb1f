-- Lines of the configuration files that the server could not use. A setting that only waits for a restart is no error.
select f.name as setting_name,
       f.sourceline as line_number,
       f.error
  from pg_catalog.pg_show_all_file_settings() f
 where f.error is not null
   and not exists (select from pg_catalog.pg_settings s where s.name = f.name and s.pending_restart)
 order by f.seqno
