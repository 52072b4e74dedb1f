-- names: south
-- slot_retained_wal.sql writes more than max_wal_size.
select 1;
