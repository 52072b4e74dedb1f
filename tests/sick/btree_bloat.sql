-- names: shop.clicks_note_id_idx
-- table_bloat.sql makes it, on the table of which four in five rows go.
select 1;
