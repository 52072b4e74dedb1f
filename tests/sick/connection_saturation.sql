-- names: max_connections
-- One idle session: the recording script holds many of these open.
select 1;
