-- names: shop.leases
-- Written, and never switched on.
create table shop.leases (id bigint primary key, owner name not null);
create policy own_rows on shop.leases using (owner = current_user);
