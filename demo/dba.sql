-- The person of the demo: may ask, may look into the server's statistics, and is a member of the application's role. No
-- superuser.
set client_min_messages = warning;
do $$
begin
    if not exists (select from pg_roles where rolname = 'dba') then
        create role dba login;
    end if;
end
$$;
grant copilot_reader, pg_monitor to dba;
-- A statement is planned for members of the role that ran it.
grant shop_app to dba;
grant select on all sequences in schema shop to dba;
-- Who schedules reports with pg_cron needs this much.
select 'grant usage on schema cron to dba' where to_regnamespace('cron') is not null \gexec
