-- names: shared_buffers
-- The recording server has 16 MB; scale_factor_large_table.sql and others fill the database.
select 1;
