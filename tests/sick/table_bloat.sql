-- names: shop.clicks
-- Some 190 MB, of which four in five rows went, and vacuum could give nothing back.
create table shop.clicks (id bigint, note text, at timestamptz);
insert into shop.clicks select n, repeat('x', 80), now() from generate_series(1, 1500000) n;
create index clicks_note_id_idx on shop.clicks (note, id);
delete from shop.clicks where id % 5 <> 0;
select pg_stat_force_next_flush();
vacuum analyze shop.clicks;
grant select on shop.clicks to dba;
