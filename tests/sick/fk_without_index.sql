-- A large table references one that sees deletes, without an index on the referencing column.
create table shop.carts (id bigint primary key);
create table shop.cart_items (id bigint primary key, cart_id bigint not null references shop.carts);
insert into shop.carts select n from generate_series(1, 10) n;
insert into shop.cart_items select n, 1 + n % 5 from generate_series(1, 100001) n;
delete from shop.carts where id = 10;
select pg_stat_force_next_flush();
vacuum analyze shop.carts, shop.cart_items;
