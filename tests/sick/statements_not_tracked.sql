-- names: pg_stat_statements
-- Preloaded, and not created in this database.
drop extension pg_stat_statements;
