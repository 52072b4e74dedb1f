-- What people are told when a call fails: SQLSTATE, message, detail, hint. The messages are part of the product.
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on

-- ask(), answer()
select copilot.ask(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.ask('');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.ask(E' \t\n');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.ask(repeat('why is it slow? ', 1000));
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.answer(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.answer('');
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- ask_in_steps()
call copilot.ask_in_steps(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
call copilot.ask_in_steps('');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
begin;
call copilot.ask_in_steps('is my database healthy?');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
rollback;

-- preview_prompt()
select * from copilot.preview_prompt(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.preview_prompt('');
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- evidence()
select * from copilot.evidence(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.evidence(0);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.evidence(9223372036854775807);
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- explain_slow(), slow_report()
select * from copilot.explain_slow(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.explain_slow(0);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.explain_slow(101);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.slow_report(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.slow_report(-1, 'text');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.slow_report(5, null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.slow_report(5, 'pdf');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
begin;
drop extension pg_stat_statements;
select * from copilot.explain_slow();
\echo SQLSTATE :LAST_ERROR_SQLSTATE
rollback;

-- search_schema(), refresh_knowledge()
begin;
delete from copilot._knowledge;
select * from copilot.search_schema('orders');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
rollback;
select * from copilot.search_schema(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.search_schema('');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.search_schema('?! ; --');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.search_schema(repeat('orders ', 2000));
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.search_schema('orders', null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.search_schema('orders', 0);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.search_schema('orders', 101);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
begin read only;
select * from copilot.refresh_knowledge();
\echo SQLSTATE :LAST_ERROR_SQLSTATE
rollback;
begin;
set local role copilot_reader;
select * from copilot.refresh_knowledge();
\echo SQLSTATE :LAST_ERROR_SQLSTATE
rollback;

-- health_report(), compliance_report(), pii_scan(), explain_check()
select copilot.health_report(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.health_report('');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.health_report('pdf');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.health_diff('2001-01-01 00:00+00');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.compliance_report(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.compliance_report('pci');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.compliance_report('gdpr', null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.compliance_report('gdpr', 'pdf');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.pii_scan(null, null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.pii_scan(null, -1);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.pii_scan('no_such_schema');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.schedule_health(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.schedule_health('');
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- set_alert_rule(), drop_alert_rule()
select copilot.set_alert_rule(null, reason => 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_alert_rule('', reason => 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_alert_rule('r', 'bad', reason => 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_alert_rule('r', check_group => 'NONE', reason => 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_alert_rule('r', check_name => 'no_such_check', reason => 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_alert_rule('r', quiet_hours => 'at night', reason => 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_alert_rule('r', quiet_hours => '22:00-07:00 Atlantis/Centre', reason => 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_alert_rule('r', repeat_after => '1 second', reason => 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_alert_rule('r');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.drop_alert_rule('no such rule', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.explain_check(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.explain_check('');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.explain_check('no_such_check');
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- verify_audit()
select * from copilot.verify_audit('');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.verify_audit('42');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.verify_audit('0:' || repeat('ab', 32));
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- erase_audit_text(), prune_audit()
select * from copilot.erase_audit_text(null, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.erase_audit_text(1, null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.erase_audit_text(1, ' ');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.erase_audit_text(0, 'no such call');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.prune_audit(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.prune_audit('infinity');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.prune_audit('2001-01-01');

-- Without the right to ask
create role copilot_errors_test;
set role copilot_errors_test;
select copilot.ask('may I?');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
reset role;
grant copilot_reader to copilot_errors_test;
set role copilot_errors_test;
select * from copilot.verify_audit();
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.erase_audit_text(1, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select * from copilot.prune_audit('2001-01-01');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select count(*) from copilot_audit.entry;
\echo SQLSTATE :LAST_ERROR_SQLSTATE
reset role;
drop role copilot_errors_test;

-- Changing the audit, by its parents and by their partitions (whose names have the month in them)
do $$
declare
  statement text;
  message text;
  detail text;
  hint text;
begin
  for statement in
    select format(v.statement, t.name)
    from (values (1, 'update %s set at = at'), (2, 'delete from %s'), (3, 'truncate %s')) v (n, statement),
         (select 'copilot_audit.entry' as name union all select 'copilot_audit.text'
          union all select inhrelid::regclass::text from pg_inherits
          where inhparent in ('copilot_audit.entry'::regclass, 'copilot_audit.text'::regclass)) t
    order by t.name, v.n
  loop
    begin
      execute statement;
      raise notice 'DONE: %', regexp_replace(statement, '\d{4}_\d\d', 'YYYY_MM');
    exception when insufficient_privilege then
      get stacked diagnostics message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
      raise notice '%', regexp_replace(concat_ws(' / ', statement, message, detail, nullif(hint, '')), '\d{4}_\d\d', 'YYYY_MM', 'g');
    end;
  end loop;
end $$;

-- run_sql()
select copilot.run_sql(null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.run_sql(' ');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.run_sql('select 1; select 2');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.run_sql('delete from pg_class');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.run_sql('select pg_sleep(1)');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.run_sql('select * from copilot._reports');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.run_sql('select lpad(''x'', 2000000)');
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- explain()
select copilot.explain(null::text);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.explain(null::bigint);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.explain('create table t (a int)');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.explain(1);
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- gate_allow(), gate_forbid()
create function pg_temp.harmless() returns int language sql as 'select 1';
select copilot.gate_allow(null, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.gate_allow('pg_temp.harmless()', null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.gate_allow('lower(text)', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.gate_allow('pg_sleep(double precision)', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.gate_allow('copilot.run_sql(text)', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.gate_forbid(null, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.gate_forbid('public.f(integer)', ' ');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.gate_forbid('public.f(integer)', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot._sequence_last_value('pg_class'::regclass);
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- The server's own refusal; its detail lists the triggers of the audit's tables.
\set VERBOSITY terse
drop extension copilot_ext;
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- Each of them left its row.
select action, sqlstate, count(*) from copilot.audit where outcome = 'error' and pid = pg_backend_pid() group by 1, 2 order by 1, 2;

\set VERBOSITY default
-- set_threshold(), reset_threshold()
select copilot.set_threshold(null, 'busy_percent', 60, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_threshold('conection_saturation', 'busy_percent', 60, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_threshold('connection_saturation', 'busy', 60, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_threshold('durability_off', 'busy', 60, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_threshold('connection_saturation', 'busy_percent', 160, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_threshold('connection_saturation', 'busy_percent', 'NaN', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_threshold('unused_index', 'floor_bytes', 8192, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.set_threshold('connection_saturation', 'busy_percent', 60, '');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.reset_threshold('connection_saturation', 'busy_percent', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
begin read only;
select copilot.set_threshold('connection_saturation', 'busy_percent', 60, 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
rollback;

-- suppress(), unsuppress()
select copilot.suppress(null, 'why', now() + interval '1 day');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.suppress('1a52628f78ac044a', 'why', null);
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.suppress('1a52628f78ac044a', 'why', 'infinity');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.suppress('1a52628f78ac044a', 'why', '-infinity');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.suppress('"a""b; drop', 'why', now() + interval '1 day');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.unsuppress('1a52628f78ac044a', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE

-- add_check(), drop_check()
select copilot.add_check(null, 'select 1', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.add_check('Unused Index', 'select 1', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.add_check('unused_index', 'select 1', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.add_check('mine', 'select 1', 'why', 'terrible');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.add_check('mine', 'select 1', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.add_check('mine', 'select 1) q; drop table t; --', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.add_check('mine', 'select pg_terminate_backend(1)::text as object, 1 as summary', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
select copilot.drop_check('mine', 'why');
\echo SQLSTATE :LAST_ERROR_SQLSTATE
