-- names: north
-- The recording script has a standby whose replay is paused; the other situations write what it lacks.
select 1;
