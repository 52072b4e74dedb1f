-- names: password_encryption
-- For a client of long ago.
alter system set password_encryption = 'md5';
select pg_reload_conf();
