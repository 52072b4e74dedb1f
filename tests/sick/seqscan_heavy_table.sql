-- names: shop.readings
-- table_cache_hit.sql reads it whole, again and again.
select 1;
