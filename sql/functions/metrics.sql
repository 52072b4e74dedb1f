-- What exporters read: a plain view, so that a scrape costs milliseconds and never looks at the database anew.

-- API: public
create view copilot.metrics with (security_invoker) as
  with newest as materialized (
    -- Only so many reports are taken out of their compression, however many are kept.
    select r.at, r.report
    from copilot.reports r
    where r.id operator(pg_catalog.=) any (array(select l.id from copilot.reports l order by l.id desc limit 50))
      and r.kind operator(pg_catalog.=) 'health_report'
      and r.report operator(pg_catalog.#>>) '{server,database}' operator(pg_catalog.=) pg_catalog.current_database()::pg_catalog.text
    order by r.id desc
    limit 1
  ), position as materialized (
    select case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()
                else pg_catalog.pg_current_wal_lsn() end as lsn
  ), limits as materialized (
    select pg_catalog.current_setting('max_connections')::pg_catalog.float8
             operator(pg_catalog.-) pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.float8
             operator(pg_catalog.-) coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::pg_catalog.float8
             as connections
  )
  select 'copilot_report_age_seconds' as name, '{}'::pg_catalog.jsonb as labels,
         extract(epoch from pg_catalog.clock_timestamp() operator(pg_catalog.-) n.at)::pg_catalog.float8 as value, 'gauge' as kind
    from newest n
  union all
  select 'copilot_findings', pg_catalog.jsonb_build_object('severity', s.severity),
         (select pg_catalog.count(*) from pg_catalog.jsonb_array_elements(n.report operator(pg_catalog.->) 'findings') f
           where f.value operator(pg_catalog.->>) 'severity' operator(pg_catalog.=) s.severity)::pg_catalog.float8, 'gauge'
    from newest n
         cross join (values ('critical'), ('high'), ('medium'), ('low'), ('info')) s(severity)
  union all
  select 'copilot_checks', pg_catalog.jsonb_build_object('outcome', o.outcome),
         (n.report operator(pg_catalog.->) 'coverage' operator(pg_catalog.->>) o.outcome)::pg_catalog.float8, 'gauge'
    from newest n
         cross join (values ('ok'), ('with_findings'), ('skipped'), ('not_applicable'), ('errors')) o(outcome)
  union all
  select 'copilot_connections_used_ratio', '{}',
         (select pg_catalog.sum(d.numbackends)::pg_catalog.float8 from pg_catalog.pg_stat_database d)
           operator(pg_catalog./) l.connections, 'gauge'
    from limits l
  union all
  select 'copilot_in_recovery', '{}', pg_catalog.pg_is_in_recovery()::pg_catalog.int4::pg_catalog.float8, 'gauge'
  union all
  select 'copilot_database_xid_age_transactions', pg_catalog.jsonb_build_object('datname', d.datname),
         pg_catalog.age(d.datfrozenxid)::pg_catalog.float8, 'gauge'
    from pg_catalog.pg_database d where d.datallowconn
  union all
  select 'copilot_database_mxid_age_multixacts', pg_catalog.jsonb_build_object('datname', d.datname),
         pg_catalog.mxid_age(d.datminmxid)::pg_catalog.float8, 'gauge'
    from pg_catalog.pg_database d where d.datallowconn
  union all
  select v.name, pg_catalog.jsonb_build_object('datname', d.datname), v.value, 'counter'
    from pg_catalog.pg_stat_database d
         cross join lateral (values
           ('copilot_database_blocks_hit_total', d.blks_hit::pg_catalog.float8),
           ('copilot_database_blocks_read_total', d.blks_read::pg_catalog.float8),
           ('copilot_database_rollbacks_total', d.xact_rollback::pg_catalog.float8),
           ('copilot_database_deadlocks_total', d.deadlocks::pg_catalog.float8),
           ('copilot_database_temp_bytes_total', d.temp_bytes::pg_catalog.float8),
           ('copilot_database_checksum_failures_total', d.checksum_failures::pg_catalog.float8)
         ) v(name, value)
   where d.datname is not null and v.value is not null
  union all
  select 'copilot_wal_bytes_total', '{}', w.wal_bytes::pg_catalog.float8, 'counter' from pg_catalog.pg_stat_wal w
  union all
  select v.name, '{}', v.value, 'counter'
    from pg_catalog.pg_stat_archiver a
         cross join lateral (values
           ('copilot_archived_files_total', a.archived_count::pg_catalog.float8),
           ('copilot_archive_failures_total', a.failed_count::pg_catalog.float8)
         ) v(name, value)
  union all
  select 'copilot_slot_retained_bytes',
         pg_catalog.jsonb_build_object('slot_name', s.slot_name, 'slot_type', s.slot_type, 'active', s.active),
         pg_catalog.pg_wal_lsn_diff(p.lsn, s.restart_lsn)::pg_catalog.float8, 'gauge'
    from pg_catalog.pg_replication_slots s cross join position p
   where s.restart_lsn is not null and p.lsn is not null
  union all
  select 'copilot_standby_behind_bytes',
         pg_catalog.jsonb_build_object('application_name', r.application_name, 'client_addr', r.client_addr),
         pg_catalog.pg_wal_lsn_diff(p.lsn, r.replay_lsn)::pg_catalog.float8, 'gauge'
    from pg_catalog.pg_stat_replication r cross join position p
   where r.replay_lsn is not null and p.lsn is not null
  union all
  select 'copilot_prepared_transactions', '{}', pg_catalog.count(*)::pg_catalog.float8, 'gauge' from pg_catalog.pg_prepared_xacts
  union all
  select 'copilot_oldest_transaction_seconds', '{}',
         coalesce(extract(epoch from pg_catalog.max(pg_catalog.clock_timestamp() operator(pg_catalog.-) a.xact_start)), 0)::pg_catalog.float8,
         'gauge'
    from pg_catalog.pg_stat_activity a
   where pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') and a.backend_type operator(pg_catalog.=) 'client backend'
  having pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage');
comment on view copilot.metrics is
  'Numbers for exporters, with the rights of whoever selects: what these do not show is not there. Findings are those of the newest kept health report of this database that you may see; nothing is examined by a scrape';
comment on column copilot.metrics.name is 'In Prometheus'' manner, with its unit: copilot_report_age_seconds';
comment on column copilot.metrics.labels is 'Labels and their values; never NULL';
comment on column copilot.metrics.value is 'The number';
comment on column copilot.metrics.kind is 'gauge, or counter (it only grows until statistics are reset)';
