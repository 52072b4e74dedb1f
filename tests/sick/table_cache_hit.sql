-- names: shop.devices, shop.readings, shop.scans
-- Twice as large as the recording server's cache, and read again and again.
create table shop.readings (id bigint, note text);
insert into shop.readings select n, repeat('x', 300) from generate_series(1, 100000) n;
select pg_stat_force_next_flush();
vacuum analyze shop.readings;
do $$
begin
    for scan in 1..100 loop
        perform count(*) from shop.readings;
    end loop;
end $$;
select pg_stat_force_next_flush();
