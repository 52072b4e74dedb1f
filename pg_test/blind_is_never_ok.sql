-- What a role may not see is skipped (privilege) with the GRANT to type, and its group is not ok; with the GRANT it is
-- seen. The sequence is committed first: one that the caller has just made is locked by the caller.
create sequence public.copilot_hidden_test as smallint;
select setval('public.copilot_hidden_test', 32500) \g /dev/null
begin;
create role copilot_blind_test;
grant copilot_reader to copilot_blind_test;
set local role copilot_blind_test;
do $$
declare
  report jsonb := copilot.health_report('json')::jsonb;
  outcome jsonb;
begin
  select c into outcome from jsonb_array_elements(report -> 'checks') c where c ->> 'name' = 'sequence_exhaustion';
  if outcome ->> 'outcome' <> 'skipped' or outcome ->> 'reason' <> 'privilege' then
    raise exception 'a sequence that this role cannot read: %', outcome;
  end if;
  if outcome ->> 'opens_with' !~* '^grant .* to ' then
    raise exception 'no GRANT is named: %', outcome;
  end if;
  if copilot.health_report() ~ 'SEQ ok' then
    raise exception 'a group with a skipped check is ok';
  end if;
  if exists (select from copilot.findings() where object like '%copilot_hidden_test%') then
    raise exception 'found without the right to look';
  end if;
  if not exists (select from copilot.doctor() where state <> 'ok' and command ~* '^grant .* to copilot_blind_test') then
    raise exception 'doctor() does not print the GRANT';
  end if;
end $$;
reset role;
grant select on public.copilot_hidden_test to copilot_blind_test;
set local role copilot_blind_test;
do $$
begin
  if not exists (select from copilot.findings() where object like '%copilot_hidden_test%') then
    raise exception 'not found with the right to look';
  end if;
end $$;
rollback;
drop sequence public.copilot_hidden_test;
