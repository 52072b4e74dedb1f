-- names: shop.all_tenants
-- The policies hold for the table, and not for who reads it through a superuser's view.
create table shop.tenants (id bigint primary key, owner name not null);
alter table shop.tenants enable row level security;
create policy own_rows on shop.tenants using (owner = current_user);
create view shop.all_tenants as select * from shop.tenants;
create view shop.my_tenants with (security_invoker = true) as select * from shop.tenants;
