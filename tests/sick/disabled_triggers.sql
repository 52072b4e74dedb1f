-- names: copilot_audit.entry, shop.refunds
-- Switched off for a load, its foreign key included. The other is of audit_writable.sql.
create table shop.refunds (id bigint primary key, order_id bigint references shop.orders);
create index refunds_order_id_idx on shop.refunds (order_id);
alter table shop.refunds disable trigger all;
