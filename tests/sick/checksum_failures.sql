-- names: sick
-- The recording script wrote over a page of shop.photos while the server was down.
\set ON_ERROR_STOP off
select count(*) from shop.photos;
