-- names: shop.products_name_again_idx, shop.products_name_plain_idx
-- The same index twice, once with an expression, written with other blanks.
create table shop.products (id bigint primary key, name text not null);
create index products_name_idx on shop.products (lower(name));
create index products_name_again_idx on shop.products (  lower( name ));
create index "Products by name" on shop.products (name);
create index products_name_plain_idx on shop.products (name);
