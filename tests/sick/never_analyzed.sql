-- names: shop.arrivals, shop.imports, shop.uploads
-- Loaded and never looked at by analyze or vacuum.
create table shop.imports (id bigint, line text) with (autovacuum_enabled = false);
insert into shop.imports select n, 'line' from generate_series(1, 20000) n;
-- An index gives the planner a row count, and still no statistics.
create table shop.uploads (id bigint, line text) with (autovacuum_enabled = false);
insert into shop.uploads select n, 'line' from generate_series(1, 20000) n;
create index uploads_id_idx on shop.uploads (id);
-- Just filled: autovacuum may be on its way.
create table shop.arrivals (id bigint primary key);
insert into shop.arrivals select n from generate_series(1, 20000) n;
