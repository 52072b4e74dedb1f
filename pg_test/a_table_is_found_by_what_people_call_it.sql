-- search_schema() finds tables, views and functions by names, columns and comments, and shows each caller what it may
-- see at that moment: not what it could see when the knowledge was refreshed.
begin;
create schema copilot_search_test;
create table copilot_search_test.clientele (id int primary key, full_name text, e_mail_address text);
comment on table copilot_search_test.clientele is 'persons who bought a zeppelin ticket';
create table copilot_search_test.zeppelin_flight (id int primary key, clientele_id int references copilot_search_test.clientele, takeoff timestamptz);
create view copilot_search_test.zeppelin_delay as select id, takeoff from copilot_search_test.zeppelin_flight;
create function copilot_search_test.zeppelin_refuel(litres int) returns int language sql as 'select 1';
select added + unchanged > 3 as is_there from copilot.refresh_knowledge() \gset
do $$
begin
  if (select name from copilot.search_schema('When do zeppelin flights take off?', 1)) <> 'zeppelin_flight' then
    raise exception 'not found by its name';
  end if;
  if (select name from copilot.search_schema('who bought zeppelin tickets', 1)) <> 'clientele' then
    raise exception 'not found by its comment';
  end if;
  if (select count(distinct kind) from copilot.search_schema('zeppelin', 10) where schema = 'copilot_search_test') <> 3 then
    raise exception 'not every kind is found';
  end if;
  if exists (select from copilot.search_schema('zeppelin', 1) where kind = 'function') then
    raise exception 'a function stands before the tables';
  end if;
  if exists (select from copilot.search_schema('zeppelin', 100) where schema in ('copilot', 'pg_catalog')) then
    raise exception 'our own tables are found';
  end if;
  if not exists (select from copilot.refresh_knowledge() where (added, changed, removed) = (0, 0, 0)) then
    raise exception 'a second refresh finds a difference';
  end if;
end $$;

comment on column copilot_search_test.zeppelin_flight.takeoff is 'when the airship left the mooring mast';
do $$
begin
  if not exists (select from copilot.refresh_knowledge() where (added, changed, removed) = (0, 1, 0)) then
    raise exception 'one changed comment is not one change';
  end if;
  if (select name from copilot.search_schema('mooring mast', 1)) <> 'zeppelin_flight' then
    raise exception 'the new comment is not found';
  end if;
end $$;

create role copilot_search_reader;
grant copilot_reader to copilot_search_reader;
set local role copilot_search_reader;
do $$
begin
  if exists (select from copilot.search_schema('zeppelin flights')) then
    raise exception 'found without a right';
  end if;
  if exists (select from pg_class c where c.relnamespace = 'copilot'::regnamespace and c.relname like '\_%' and c.relkind = 'r'
             and has_any_column_privilege(c.oid, 'select')) then
    raise exception 'a reader may read the store';
  end if;
end $$;
reset role;
grant usage on schema copilot_search_test to copilot_search_reader;
grant select (id) on copilot_search_test.zeppelin_flight to copilot_search_reader;
set local role copilot_search_reader;
do $$
begin
  if array(select name from copilot.search_schema('zeppelin flights') order by name) <> array['zeppelin_flight', 'zeppelin_refuel'] then
    raise exception 'a reader finds %', array(select name from copilot.search_schema('zeppelin flights') order by name);
  end if;
end $$;
reset role;
drop view copilot_search_test.zeppelin_delay;
alter table copilot_search_test.zeppelin_flight rename to airship_trip;
do $$
begin
  if exists (select from copilot.search_schema('zeppelin delay', 100) where name = 'zeppelin_delay') then
    raise exception 'a dropped view is found';
  end if;
  if (select name from copilot.search_schema('zeppelin flight', 1)) <> 'airship_trip' then
    raise exception 'a renamed table is not called by its present name';
  end if;
end $$;

do $$
begin
  if copilot.ask('where are the zeppelin flights?') not like '%"copilot_search_test.airship_trip"%' then
    raise exception 'ask() does not find it: %', copilot.ask('where are the zeppelin flights?');
  end if;
end $$;
rollback;
