-- names: loader, loading
-- Reads files of the server, through another role.
create role loading;
grant pg_read_server_files to loading;
create role loader login;
grant loading to loader;
