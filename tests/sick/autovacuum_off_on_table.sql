-- names: shop.imports, shop.prices, shop.stock, shop.uploads
-- Other situations switch it off for tables of theirs; a small one is no finding.
create table shop.colours (id bigint) with (autovacuum_enabled = false);
insert into shop.colours select n from generate_series(1, 100) n;
vacuum analyze shop.colours;
