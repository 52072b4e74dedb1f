-- names: shared_bufers
-- A slip of the pen. The file is read anew by whoever looks at pg_file_settings.
copy (select 'shared_bufers = 1GB') to program 'cat >> postgresql.conf';
