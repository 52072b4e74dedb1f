-- names: public.balance(account bigint)
-- Nobody revoked EXECUTE from PUBLIC; from the other somebody did.
create function public.balance(account bigint) returns bigint language sql security definer
    set search_path = pg_catalog, pg_temp as 'select 0::bigint';
create function public.audit_balance(account bigint) returns bigint language sql security definer
    set search_path = pg_catalog, pg_temp as 'select 0::bigint';
revoke execute on function public.audit_balance(bigint) from public;
