-- names: pg_read_file(text)
-- For a load that needed one file.
grant execute on function pg_read_file(text) to loader;
