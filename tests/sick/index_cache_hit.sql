-- names: shop.devices_serial_idx
-- Larger than the recording server's cache, and read from end to end. That of table_bloat.sql was read by a vacuum only.
create table shop.devices (id bigint primary key, serial text);
insert into shop.devices select n, md5(n::text) from generate_series(1, 600000) n;
create index devices_serial_idx on shop.devices (serial);
select pg_stat_force_next_flush();
vacuum analyze shop.devices;
set enable_seqscan = off;
set enable_bitmapscan = off;
do $$
begin
    for scan in 1..8 loop
        perform count(*) from shop.devices where serial > '0';
    end loop;
end $$;
select pg_stat_force_next_flush();
