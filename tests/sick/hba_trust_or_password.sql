-- names: host all all 0.0.0.0 0.0.0.0 trust
-- Written and not reloaded: the view shows the file.
copy (select 'host all all 0.0.0.0/0 trust') to program 'cat >> pg_hba.conf';
