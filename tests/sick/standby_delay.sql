-- names: north
-- The recording script has a standby whose replay is paused.
select 1;
