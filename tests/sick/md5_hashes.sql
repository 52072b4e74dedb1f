-- names: legacy
-- Its password was set long ago.
set password_encryption = 'md5';
create role legacy login password 'long ago';
reset password_encryption;
create role modern login password 'of today';
