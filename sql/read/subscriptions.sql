-- Subscriptions of this database: whether a worker applies them, and the errors it met since the counters began.
select s.subname as subscription_name,
       s.subenabled as is_enabled,
       exists (select from pg_catalog.pg_stat_subscription w
                where w.subid = s.oid and w.relid is null and w.pid is not null) as has_worker,
       coalesce(t.apply_error_count, 0) as apply_errors,
       coalesce(t.sync_error_count, 0) as sync_errors
  from pg_catalog.pg_subscription s
       join pg_catalog.pg_database d on d.oid = s.subdbid
       left join pg_catalog.pg_stat_subscription_stats t on t.subid = s.oid
 where d.datname = pg_catalog.current_database()
