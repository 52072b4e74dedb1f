-- The 200 statements of this database that took most time to run, beside the totals of all of them. Texts are as
-- pg_stat_statements keeps them: constants are $1, and those the caller may not see read '<insufficient privilege>'.
select s.queryid::pg_catalog.text as queryid,
       pg_catalog.pg_get_userbyid(s.userid) as role_name,
       pg_catalog.current_database() as database_name,
       s.toplevel as is_toplevel,
       case when s.queryid is not null then pg_catalog.left(s.query, 10000) end as query,
       pg_catalog.length(s.query)::pg_catalog.int8 as query_chars,
       s.calls,
       s.total_exec_time as total_ms,
       s.mean_exec_time as mean_ms,
       s.min_exec_time as min_ms,
       s.max_exec_time as max_ms,
       s.stddev_exec_time as stddev_ms,
       s.plans,
       s.total_plan_time as total_plan_ms,
       s.rows,
       s.shared_blks_hit as blocks_hit,
       s.shared_blks_read as blocks_read,
       s.shared_blks_dirtied as blocks_dirtied,
       s.shared_blks_written as blocks_written,
       s.local_blks_hit as local_blocks_hit,
       s.local_blks_read as local_blocks_read,
       s.temp_blks_read as temp_blocks_read,
       s.temp_blks_written as temp_blocks_written,
       s.wal_bytes::pg_catalog.int8 as wal_bytes,
       pg_catalog.current_setting('block_size')::pg_catalog.int8 as block_size_bytes,
       -- what runs inside a function is already in the time of the statement that called it
       coalesce(pg_catalog.sum(s.total_exec_time) filter (where s.toplevel) over (), 0)::pg_catalog.float8
           as database_total_ms,
       pg_catalog.count(*) over () as database_statements,
       pg_catalog.count(*) filter (where s.queryid is null) over () as database_hidden,
       i.dealloc as evictions,
       (extract(epoch from i.stats_reset) * 1000000)::pg_catalog.int8 as counted_since,
       (extract(epoch from pg_catalog.clock_timestamp()) * 1000000)::pg_catalog.int8 as read_at
  from {pg_stat_statements} s
       join pg_catalog.pg_database d on d.oid = s.dbid
       cross join {pg_stat_statements_info} i
 where d.datname = pg_catalog.current_database()
   and s.calls > 0
   -- our own readings
   and not pg_catalog.starts_with(s.query, '/* copilot */')
 order by s.total_exec_time desc, s.queryid, s.userid
 limit 200
