-- names: idle_in_transaction_session_timeout
-- Back to what initdb writes.
alter system set idle_in_transaction_session_timeout = 0;
select pg_reload_conf();
