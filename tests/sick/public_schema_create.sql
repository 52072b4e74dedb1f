-- names: public
-- As in a cluster upgraded from 14.
grant create on schema public to public;
