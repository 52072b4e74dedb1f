-- names: shop.clicks, shop.events, shop.imports, shop.prices, shop.rates, shop.readings, shop.scans, shop.signals, shop.stock, shop.uploads
-- Those of other situations.
select 1;
