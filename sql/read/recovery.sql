-- How a standby receives and replays: one row, of which little is there on a primary.
select pg_catalog.pg_is_in_recovery() as in_recovery,
       (select r.status from pg_catalog.pg_stat_wal_receiver r limit 1) as receiver_status,
       pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())
           ::pg_catalog.int8 as unreplayed_bytes,
       extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())
           ::pg_catalog.float8 as replayed_seconds_ago,
       case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_is_wal_replay_paused() end as is_paused
