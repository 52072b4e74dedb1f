-- names: sick
-- Two sessions take two rows in two orders.
create extension dblink;
create table shop.accounts (id bigint primary key, balance bigint not null);
insert into shop.accounts values (1, 0), (2, 0);
select dblink_connect('other', format('host=%s port=%s dbname=%s user=postgres',
           current_setting('unix_socket_directories'), current_setting('port'), current_database()));
select dblink_exec('other', 'begin'), dblink_exec('other', 'update shop.accounts set balance = 1 where id = 1');
begin;
update shop.accounts set balance = 2 where id = 2;
select dblink_send_query('other', 'update shop.accounts set balance = 1 where id = 2');
select pg_sleep(0.3);
\set ON_ERROR_STOP off
update shop.accounts set balance = 2 where id = 1;
rollback;
select dblink_disconnect('other');
\set ON_ERROR_STOP on
select pg_stat_force_next_flush();
