-- names: track_counts
-- Autovacuum is on and sees nothing to do: nobody counts.
alter system set track_counts = off;
select pg_reload_conf();
