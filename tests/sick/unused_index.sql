-- names: shop.clicks_note_id_idx, shop.events_note_idx
-- An index above 10 MB that nothing scans.
create table shop.events (id bigint, kind text, note text);
insert into shop.events select n, 'click', md5(n::text) from generate_series(1, 400000) n;
create index events_note_idx on shop.events (note);
select pg_stat_force_next_flush();
vacuum analyze shop.events;
