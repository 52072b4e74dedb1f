-- names: vouchers
-- A table that is published to itself: its first row meets itself. Then the slot goes, which would keep WAL.
create table shop.vouchers (id bigint primary key);
create publication vouchers for table shop.vouchers;
select pg_create_logical_replication_slot('vouchers', 'pgoutput');
select format('host=%s port=%s dbname=%s user=postgres', current_setting('unix_socket_directories'),
              current_setting('port'), current_database()) as here \gset
create subscription vouchers connection :'here' publication vouchers
    with (create_slot = false, slot_name = 'vouchers', copy_data = false, disable_on_error = true);
insert into shop.vouchers values (1);
do $$
begin
    while (select subenabled from pg_subscription where subname = 'vouchers') loop
        commit;
        perform pg_sleep(0.1);
    end loop;
end $$;
alter subscription vouchers set (slot_name = none);
select pg_drop_replication_slot('vouchers');
