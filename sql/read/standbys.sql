-- Servers and programs that receive WAL from this one, and how far behind they are. What the caller may not see is
-- null, and is_visible says so.
select s.pid,
       s.usename as user_name,
       s.application_name,
       s.state,
       s.sync_state,
       pg_catalog.age(s.backend_xmin) as xmin_age,
       pg_catalog.pg_wal_lsn_diff(
           case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_receive_lsn()
                else pg_catalog.pg_current_wal_lsn() end, s.replay_lsn)::pg_catalog.int8 as lag_bytes,
       extract(epoch from s.replay_lag)::pg_catalog.float8 as replay_lag_seconds,
       pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage')
           or coalesce(pg_catalog.pg_has_role(current_user, s.usesysid, 'usage'), false) as is_visible
  from pg_catalog.pg_stat_replication s
