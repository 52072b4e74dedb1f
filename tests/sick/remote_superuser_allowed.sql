-- names: host all all 0.0.0.0 0.0.0.0 scram-sha-256, host all all 0.0.0.0 0.0.0.0 trust
-- The rules of hba_too_broad.sql and hba_trust_or_password.sql.
select 1;
