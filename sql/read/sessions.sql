-- Every process of the server, without the text of what it runs. What the caller may not see is null, and
-- is_visible says so.
select a.pid,
       a.usename as user_name,
       a.datname as database_name,
       a.application_name,
       a.backend_type,
       a.leader_pid,
       a.state,
       a.wait_event_type,
       a.wait_event,
       a.query_id,
       extract(epoch from pg_catalog.clock_timestamp() - a.backend_start)::pg_catalog.float8 as connected_seconds,
       extract(epoch from pg_catalog.clock_timestamp() - a.xact_start)::pg_catalog.float8 as transaction_seconds,
       extract(epoch from pg_catalog.clock_timestamp() - a.query_start)::pg_catalog.float8 as query_seconds,
       extract(epoch from pg_catalog.clock_timestamp() - a.state_change)::pg_catalog.float8 as state_seconds,
       pg_catalog.age(a.backend_xid) as xid_age,
       pg_catalog.age(a.backend_xmin) as xmin_age,
       not (a.client_addr operator(pg_catalog.<<=) '127.0.0.0/8' or a.client_addr = '::1') as is_remote,
       coalesce(t.ssl, false) or coalesce(g.encrypted, false) as is_encrypted,
       a.pid = pg_catalog.pg_backend_pid() as is_own,
       pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage')
           or coalesce(pg_catalog.pg_has_role(current_user, a.usesysid, 'usage'), false) as is_visible
  from pg_catalog.pg_stat_activity a
       left join pg_catalog.pg_stat_ssl t on t.pid = a.pid
       left join pg_catalog.pg_stat_gssapi g on g.pid = a.pid
