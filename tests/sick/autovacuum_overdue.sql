-- names: shop.sessions, shop.stock
-- More dead rows than autovacuum's trigger allows, never vacuumed since the counters began.
create table shop.sessions (id bigint, seen_at timestamptz) with (autovacuum_enabled = false);
insert into shop.sessions select n, now() from generate_series(1, 5000) n;
select pg_stat_force_next_flush();
analyze shop.sessions;
delete from shop.sessions where id <= 4000;
