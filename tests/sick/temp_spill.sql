-- names: sick
-- Sorts of more than work_mem holds.
select max(pad) from (select n, repeat(md5(n::text), 10) as pad from generate_series(1, 2000000) n order by md5(n::text)) s;
select max(pad) from (select n, repeat(md5(n::text), 10) as pad from generate_series(1, 2000000) n order by md5(n::text)) s;
select pg_stat_force_next_flush();
