-- What is answered in words is never NULL and never empty, whatever was asked.
begin;
do $$
declare
  question text;
  check_id text;
  said text;
begin
  foreach question in array array['why is the database slow?', 'is anything blocked?', 'how is the weather in Paris?',
    'drop table customers', 'x', '?', 'which indexes are never used?', 'Warum ist alles langsam?', '🐘'] loop
    said := copilot.ask(question);
    if coalesce(said, '') = '' then
      raise exception 'ask(%) said nothing', question;
    end if;
    select answer into said from copilot.answer(question);
    if coalesce(said, '') = '' then
      raise exception 'answer(%) said nothing', question;
    end if;
  end loop;
  for check_id in select id from copilot.checks() loop
    if coalesce(copilot.explain_check(check_id), '') = '' then
      raise exception 'explain_check(%) said nothing', check_id;
    end if;
  end loop;
  foreach said in array array[copilot.health_report(), copilot.health_report('text'), copilot.health_report('json'),
    copilot.health_report('markdown'), copilot.slow_report(), copilot.slow_report(3, 'text'),
    copilot.slow_report(3, 'markdown'), copilot.slow_report(3, 'json')] loop
    if coalesce(said, '') = '' then
      raise exception 'a report said nothing';
    end if;
  end loop;
  if jsonb_typeof(copilot.health_report('json')::jsonb) <> 'object' or copilot.slow_report(3, 'json')::jsonb is null then
    raise exception 'a report in json is not json';
  end if;
end $$;
rollback;
