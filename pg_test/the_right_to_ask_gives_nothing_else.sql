-- A reader's session sees through the co-pilot what it could see by itself: other people's statements stay hidden.
begin;
create role copilot_rights_test;
grant copilot_reader to copilot_rights_test;
create table public.copilot_rights_secret (id int primary key, note text);
insert into public.copilot_rights_secret values (1, 'the secret note');
set local role copilot_rights_test;
do $$
declare
  state text := 'none';
  seen bigint;
begin
  begin
    execute 'select note from public.copilot_rights_secret';
  exception when insufficient_privilege then
    state := sqlstate;
  end;
  perform copilot.ask('what is in the table copilot_rights_secret?');
  select count(*) into seen from copilot.audit where answer like '%the secret note%';
  if state <> '42501' or seen > 0 then
    raise exception 'rights: %; seen: %', state, seen;
  end if;
  if exists (select from copilot.explain_slow(100) s where s.role <> 'copilot_rights_test' and (s.query not like '(hidden%' or s.queryid is not null)) then
    raise exception 'another role''s statement is shown';
  end if;
exception when sqlstate '02000' then
  null; -- Nothing that this role may see was counted yet.
end $$;
rollback;
