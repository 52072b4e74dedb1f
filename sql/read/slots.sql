-- Replication slots: whether someone reads from them, and how much WAL and which old rows they keep. Columns of later
-- majors are taken from the row as JSON, and are null before.
select s.slot_name,
       s.slot_type,
       s.plugin,
       s.database as database_name,
       s.temporary as is_temporary,
       s.active as is_active,
       s.wal_status,
       s.safe_wal_size as safe_wal_bytes,
       pg_catalog.pg_wal_lsn_diff(
           case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()
                else pg_catalog.pg_current_wal_lsn() end, s.restart_lsn)::pg_catalog.int8 as retained_bytes,
       greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)) as xmin_age,
       -- from 17 on
       extract(epoch from pg_catalog.clock_timestamp()
                          - (j.slot operator(pg_catalog.->>) 'inactive_since')::pg_catalog.timestamptz)::pg_catalog.float8
           as inactive_seconds
  from pg_catalog.pg_replication_slots s
       cross join lateral (select pg_catalog.to_jsonb(s) as slot) j
