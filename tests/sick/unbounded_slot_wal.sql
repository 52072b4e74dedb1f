-- names: max_slot_wal_keep_size
-- The slot of inactive_slot.sql may keep WAL without bound, which is the default.
select 1;
