-- names: shop.refunds.refunds_order_id_fkey
-- A migration that ran twice. Either may go; the second by name is named.
alter table shop.refunds add constraint refunds_order_again_fkey foreign key (order_id) references shop.orders;
