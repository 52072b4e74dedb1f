-- names: shop.returns.returns_order_id_fkey
-- Integer, where orders count in bigint.
create table shop.returns (id bigint primary key, order_id integer references shop.orders);
create index returns_order_id_idx on shop.returns (order_id);
