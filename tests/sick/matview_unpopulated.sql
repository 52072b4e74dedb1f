-- names: shop.sums
-- Made and never refreshed.
create materialized view shop.sums as select count(*) from shop.orders with no data;
create materialized view shop.totals as select count(*) from shop.orders;
