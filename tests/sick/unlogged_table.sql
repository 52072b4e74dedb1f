-- names: shop.signals
-- scale_factor_large_table.sql makes it.
select 1;
