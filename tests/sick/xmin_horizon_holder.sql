-- names: pid
-- The open transaction of idle_in_transaction.sql holds, the transactions of db_xid_age.sql are what it holds back.
select 1;
