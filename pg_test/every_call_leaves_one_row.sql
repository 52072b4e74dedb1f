-- Every function of the co-pilot writes down that it was called, once, under its own name.
begin;
create schema story;
create temp table known as select fingerprint from copilot.findings() limit 1;
create function story.harmless() returns int language sql as 'select 1';
create temp table calls (action text primary key, sql text);
insert into calls values
  ('ask', $c$select copilot.ask('which sessions are blocked?')$c$),
  ('answer', $c$select * from copilot.answer('which sessions are blocked?')$c$),
  ('checks', $c$select * from copilot.checks()$c$),
  ('doctor', $c$select * from copilot.doctor()$c$),
  ('erase_audit_text', $c$select * from copilot.erase_audit_text((select max(id) from copilot.audit where outcome = 'ok'), 'a story')$c$),
  ('evidence', $c$select * from copilot.evidence((select min(id) from copilot.audit))$c$),
  ('compliance_report', $c$select copilot.compliance_report('soc2')$c$),
  ('explain_check', $c$select copilot.explain_check('unused_index')$c$),
  ('explain_slow', $c$select * from copilot.explain_slow(3)$c$),
  ('findings', $c$select * from copilot.findings()$c$),
  ('gate_allow', $c$select copilot.gate_allow('story.harmless()', 'a story')$c$),
  ('gate_forbid', $c$select copilot.gate_forbid('story.harmless()', 'a story')$c$),
  ('health_report', $c$select copilot.health_report()$c$),
  ('health_diff', $c$select * from copilot.health_diff()$c$),
  ('set_alert_rule', $c$select copilot.set_alert_rule('story', reason => 'a story')$c$),
  ('drop_alert_rule', $c$select copilot.drop_alert_rule('story', 'a story')$c$),
  ('deliver_alerts', $c$select * from copilot.deliver_alerts()$c$),
  ('prune_audit', $c$select * from copilot.prune_audit('2001-01-01')$c$),
  ('preview_prompt', $c$select * from copilot.preview_prompt('which sessions are blocked?')$c$),
  ('run_sql', $c$select * from copilot.run_sql('select 1')$c$),
  ('explain', $c$select copilot.explain('select 1')$c$),
  ('refresh_knowledge', $c$select * from copilot.refresh_knowledge()$c$),
  ('pii_scan', $c$select count(*) from copilot.pii_scan()$c$),
  ('search_schema', $c$select * from copilot.search_schema('orders')$c$),
  ('slow_report', $c$select copilot.slow_report(3)$c$),
  ('verify_audit', $c$select * from copilot.verify_audit()$c$),
  ('set_threshold', $c$select copilot.set_threshold('unused_index', 'window_days', 60, 'a story')$c$),
  ('reset_threshold', $c$select copilot.reset_threshold('unused_index', 'window_days', 'a story')$c$),
  ('suppress', $c$select copilot.suppress((select fingerprint from pg_temp.known), 'a story', now() + interval '1 day')$c$),
  ('unsuppress', $c$select copilot.unsuppress((select fingerprint from pg_temp.known), 'a story')$c$),
  ('add_check', $c$select copilot.add_check('a_story', 'select 1 as object, 2 as summary', 'a story')$c$),
  ('drop_check', $c$select copilot.drop_check('a_story', 'a story')$c$);
do $$
declare
  call record;
  before bigint;
  rows text;
begin
  for call in select * from pg_temp.calls loop
    select coalesce(max(id), 0) into before from copilot.audit;
    execute call.sql;
    select string_agg(format('%s %s', action, outcome), ', ') into rows
    from copilot.audit where id > before and pid = pg_backend_pid();
    if rows is distinct from call.action || ' ok' then
      raise exception '% left: %', call.action, rows;
    end if;
  end loop;
  if exists (
    select from pg_proc p
    where p.pronamespace = 'copilot'::regnamespace and p.proname not like '\_%'
      -- A procedure commits, which a story cannot: tests/client/tests/outside/model.rs.
      and p.prokind <> 'p'
      -- Needs pg_cron: tests/client/tests/outside/scheduled.rs.
      and p.proname <> 'schedule_health'
      and p.proname not in (select action from pg_temp.calls)
  ) then
    raise exception 'a function is missing in this story';
  end if;
end $$;
rollback;
