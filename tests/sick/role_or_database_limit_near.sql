-- names: shop_app
-- The recording script holds fourteen sessions of it.
alter role shop_app connection limit 15;
