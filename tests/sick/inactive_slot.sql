-- names: south
-- Made for a standby that never came.
select pg_create_physical_replication_slot('south', true);
