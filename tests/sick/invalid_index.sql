-- names: shop.coupons_code_key
-- A unique index whose concurrent build met duplicates and left it unfinished.
create table shop.coupons (code text);
insert into shop.coupons values ('spring'), ('spring');
create unique index concurrently coupons_code_key on shop.coupons (code);
