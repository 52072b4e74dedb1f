-- Loaded and never looked at by analyze or vacuum.
create table shop.imports (id bigint, line text) with (autovacuum_enabled = false);
insert into shop.imports select n, 'line' from generate_series(1, 20000) n;
