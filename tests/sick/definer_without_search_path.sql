-- names: shop.refund(order_id bigint)
-- One that pins its path, and one that does not.
create function shop.refund(order_id bigint) returns bigint language sql security definer
    as 'select id from shop.orders where id = order_id';
create function shop.ship(order_id bigint) returns bigint language sql security definer
    set search_path = pg_catalog, pg_temp as 'select id from shop.orders where id = order_id';
