-- names: shop.orders.orders_placed_at_check
-- Added in a hurry.
alter table shop.orders add constraint orders_placed_at_check check (placed_at > '2000-01-01') not valid;
