-- names: shop.payments_order_id_idx
-- The columns of one index lead another.
create table shop.payments (id bigint primary key, order_id bigint, paid_at timestamptz, amount numeric);
create index payments_order_id_idx on shop.payments (order_id);
create index payments_order_id_paid_at_idx on shop.payments (order_id, paid_at);
