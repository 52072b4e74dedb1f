-- The extensions every DBA has.
----
-- name: statements_top_time
-- volatile
select queryid, calls, round(total_exec_time::numeric, 1) as total_ms, round(mean_exec_time::numeric, 3) as mean_ms, rows, left(query, 80) as query from pg_stat_statements order by total_exec_time desc limit 10
----
-- name: statements_top_io
-- volatile
select queryid, shared_blks_hit, shared_blks_read, round(100.0 * shared_blks_hit / nullif(shared_blks_hit + shared_blks_read, 0), 1) as hit_percent, temp_blks_written from pg_stat_statements order by shared_blks_read desc, queryid limit 10
----
-- name: statements_by_user
-- volatile
select r.rolname, count(*), sum(calls) as calls, sum(total_exec_time) as ms from pg_stat_statements s join pg_roles r on r.oid = s.userid group by 1 order by 1
----
-- name: statements_share
-- volatile
select queryid, total_exec_time / sum(total_exec_time) over () as share, stddev_exec_time / nullif(mean_exec_time, 0) as variation from pg_stat_statements order by 2 desc limit 5
----
-- name: statements_wal
-- volatile
select queryid, wal_records, wal_bytes, jit_functions, plans from pg_stat_statements where wal_bytes > 0 order by wal_bytes desc limit 5
----
-- name: statements_info
-- volatile
select dealloc, stats_reset from pg_stat_statements_info
----
-- name: trigram_index_candidates
select show_trgm('red lamp'), word_similarity('lamp', 'red lamp 3')
----
-- name: crypto_digest
select encode(digest('x', 'sha256'), 'hex')
----
-- name: ltree_paths
select 'a.b.c'::ltree <@ 'a.b', subpath('a.b.c', 1), nlevel('a.b.c')
----
-- name: intarray_operators
select array[1, 2, 3] && array[3], icount(array[1, 2]), sort(array[3, 1, 2]), idx(array[5, 6], 6)
----
-- name: cube_distance
select cube(array[1, 2]) <-> cube(array[4, 6])
----
-- name: vector_distance
select '[1,2,3]'::vector <-> '[1,2,4]'::vector as d, '[1,0]'::vector <=> '[0,1]'::vector as c
----
-- name: uuid_functions
select uuid_nil(), uuid_generate_v5(uuid_ns_dns(), 'example.com')
