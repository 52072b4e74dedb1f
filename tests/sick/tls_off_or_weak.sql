-- names: ssl
-- The recording script lets the server listen for an address that is nobody's (192.0.2.1, RFC 5737), beside the machine's own.
select 1;
