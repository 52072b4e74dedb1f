-- names: shop.payslips
-- Switched on, and the policy never written.
create table shop.payslips (id bigint primary key, amount numeric);
alter table shop.payslips enable row level security;
