-- Archiving and checkpoints since their counters began: one row. Checkpoints are counted in another view from 17 on,
-- so the text that reads them is chosen by version.
with said as (
    select pg_catalog.query_to_xml(case
               when pg_catalog.current_setting('server_version_num')::pg_catalog.int4 >= 170000 then
                   'select num_timed as timed, num_requested as requested,
                           (extract(epoch from stats_reset) * 1000000)::pg_catalog.int8 as reset_at
                      from pg_catalog.pg_stat_checkpointer'
               else
                   'select checkpoints_timed as timed, checkpoints_req as requested,
                           (extract(epoch from stats_reset) * 1000000)::pg_catalog.int8 as reset_at
                      from pg_catalog.pg_stat_bgwriter'
               end, false, true, '')::pg_catalog.text as checkpoints
)
select pg_catalog.current_setting('archive_mode') as archive_mode,
       pg_catalog.current_setting('archive_command') not in ('', '(disabled)')
           or pg_catalog.current_setting('archive_library') <> '' as has_archiver,
       a.archived_count as archived,
       a.failed_count as failed,
       (extract(epoch from a.last_archived_time) * 1000000)::pg_catalog.int8 as archived_at,
       (extract(epoch from a.last_failed_time) * 1000000)::pg_catalog.int8 as failed_at,
       a.last_failed_wal as failed_file,
       substring(s.checkpoints from '<timed>([0-9]+)<')::pg_catalog.int8 as checkpoints_timed,
       substring(s.checkpoints from '<requested>([0-9]+)<')::pg_catalog.int8 as checkpoints_requested,
       substring(s.checkpoints from '<reset_at>([0-9]+)<')::pg_catalog.int8 as checkpoints_reset_at
  from pg_catalog.pg_stat_archiver a
       cross join said s
