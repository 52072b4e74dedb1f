-- Who waits for a lock, for how long, and who stands in the way. Names only what lies in this database.
select l.pid,
       pg_catalog.pg_blocking_pids(l.pid) as blocked_by,
       l.locktype as lock_type,
       l.mode,
       extract(epoch from pg_catalog.clock_timestamp() - l.waitstart)::pg_catalog.float8 as waiting_seconds,
       n.nspname as schema_name,
       c.relname as relation_name
  from pg_catalog.pg_locks l
       left join pg_catalog.pg_database d
              on d.oid = l.database and d.datname = pg_catalog.current_database()
       left join pg_catalog.pg_class c on c.oid = l.relation and d.oid is not null
       left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where not l.granted
