-- names: pg_hba.conf line 3
-- A slip of the pen, not reloaded.
copy (select 'host shop all 10.0.0.0/8 scram-sha-257') to program 'cat >> pg_hba.conf';
