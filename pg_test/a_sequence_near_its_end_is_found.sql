-- A finding names its object, has a way back or says that there is none, keeps its fingerprint when the object is made
-- anew, and goes when its cause goes.
create sequence public.copilot_short_test as smallint;
create temporary table seen (fingerprint text);
do $$
begin
  if exists (select from copilot.findings() where object like '%copilot_short_test%') then
    raise exception 'a fresh sequence is a finding';
  end if;
end $$;
select setval('public.copilot_short_test', 32500) \g /dev/null
do $$
declare
  found record;
begin
  select * into found from copilot.findings() where object like '%copilot_short_test%';
  if found.check_name is distinct from 'sequence_exhaustion' then
    raise exception 'not found: %', found;
  end if;
  if found.remedy_class = 'irreversible' and found.remedy_sql is not null then
    raise exception 'an irreversible remedy has SQL to run: %', found.remedy_sql;
  end if;
  if found.remedy_sql is not null and found.remedy_class = 'reversible exactly' and found.revert_sql is null then
    raise exception 'a reversible remedy without its revert: %', found.remedy_sql;
  end if;
  if jsonb_array_length(found.evidence) = 0 then
    raise exception 'a finding without evidence';
  end if;
  if copilot.health_report() !~ 'copilot_short_test' or copilot.ask('is a sequence near its limit?') !~ 'copilot_short_test' then
    raise exception 'report or answer do not name the sequence';
  end if;
  insert into seen values (found.fingerprint);
end $$;
drop sequence public.copilot_short_test;
create sequence public.copilot_short_test as smallint;
select setval('public.copilot_short_test', 32600) \g /dev/null
do $$
begin
  if (select f.fingerprint from copilot.findings() f where object like '%copilot_short_test%') is distinct from (select fingerprint from seen) then
    raise exception 'the fingerprint follows the oid, not the name';
  end if;
end $$;
select setval('public.copilot_short_test', 1) \g /dev/null
do $$
begin
  if exists (select from copilot.findings() where object like '%copilot_short_test%') then
    raise exception 'the cause is gone, the finding is not';
  end if;
end $$;
drop sequence public.copilot_short_test;
