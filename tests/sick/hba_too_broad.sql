-- names: host all all 0.0.0.0 0.0.0.0 scram-sha-256, host all all 0.0.0.0 0.0.0.0 trust
-- Written and not reloaded: the view shows the file. The other is from hba_trust_or_password.sql.
copy (select 'host all all 0.0.0.0/0 scram-sha-256') to program 'cat >> pg_hba.conf';
