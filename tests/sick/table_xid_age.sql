-- names: shop.clicks, shop.scans, shop.signals
-- db_xid_age.sql burns what makes them old.
select 1;
