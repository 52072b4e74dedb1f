-- names: pgstattuple
-- Its files were updated since.
create extension pgstattuple version '1.4';
