-- names: shop.bookings.bookings_other_cart_id_fkey, shop.cart_items.cart_items_cart_id_fkey
-- A large table references one that sees deletes, without an index on the referencing column.
create table shop.carts (id bigint primary key);
create table shop.cart_items (id bigint primary key, cart_id bigint not null references shop.carts);
insert into shop.carts select n from generate_series(1, 10) n;
insert into shop.cart_items select n, 1 + n % 5 from generate_series(1, 100001) n;
delete from shop.carts where id = 10;
select pg_stat_force_next_flush();
vacuum analyze shop.carts, shop.cart_items;
-- Supported: the columns in the other order with one more behind, a hash index. Not supported: a partial index.
create table shop.slots (day int, place int, primary key (day, place));
create table shop.bookings (id bigint primary key, place int, day int, cart_id bigint references shop.carts,
    other_cart_id bigint references shop.carts, foreign key (day, place) references shop.slots);
create index bookings_place_day_id_idx on shop.bookings (place, day, id);
create index bookings_cart_id_idx on shop.bookings using hash (cart_id);
create index bookings_other_cart_id_idx on shop.bookings (other_cart_id) where id > 0;
insert into shop.slots select n, n from generate_series(1, 5) n;
insert into shop.bookings select n, 1 + n % 5, 1 + n % 5, 1 + n % 5, 1 + n % 5 from generate_series(1, 2000) n;
vacuum analyze shop.slots, shop.bookings;
