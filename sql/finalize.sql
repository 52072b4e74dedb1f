-- Who may do what. Nothing is open to PUBLIC. The right to ask gives nothing else: facts are read with the caller's rights.

revoke all on schema copilot from public;
revoke all on all routines in schema copilot from public;
revoke all on all tables in schema copilot from public;

-- The owner's default privileges may have opened what was just made.
do $$
declare
  opened record;
begin
  for opened in
    select pg_catalog.format('schema %I', n.nspname) as object, a.grantee
      from pg_catalog.pg_namespace n cross join lateral pg_catalog.aclexplode(n.nspacl) a
      where n.nspname operator(pg_catalog.=) 'copilot' and a.grantee operator(pg_catalog.<>) n.nspowner
    union
    select pg_catalog.format('table %I.%I', n.nspname, c.relname), a.grantee
      from pg_catalog.pg_namespace n
      join pg_catalog.pg_class c on c.relnamespace operator(pg_catalog.=) n.oid
      cross join lateral pg_catalog.aclexplode(c.relacl) a
      where n.nspname operator(pg_catalog.=) 'copilot' and a.grantee operator(pg_catalog.<>) c.relowner
    union
    select pg_catalog.format('routine %s', p.oid::pg_catalog.regprocedure), a.grantee
      from pg_catalog.pg_namespace n
      join pg_catalog.pg_proc p on p.pronamespace operator(pg_catalog.=) n.oid
      cross join lateral pg_catalog.aclexplode(p.proacl) a
      where n.nspname operator(pg_catalog.=) 'copilot' and a.grantee operator(pg_catalog.<>) p.proowner
  loop
    -- PUBLIC, whose oid is 0, was taken care of above.
    execute pg_catalog.format('revoke all on %s from %s', opened.object, opened.grantee::pg_catalog.regrole);
  end loop;
end
$$;

grant usage on schema copilot to copilot_reader, copilot_writer, copilot_auditor;

grant select on
  copilot.audit,
  copilot.egress,
  copilot.gate_allowed,
  copilot.metrics,
  copilot.overrides,
  copilot.own_checks,
  copilot.reports,
  copilot.suppressions
  to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot._at_most(anyelement, bigint), copilot._sequence_last_value(oid)
  to copilot_reader, copilot_writer, copilot_gate;
grant execute on function copilot._gate_definition(oid) to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot._audit_rows(), copilot._egress_rows() to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot._report_hash(bigint) to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot.evidence(bigint) to copilot_reader, copilot_writer, copilot_auditor;
grant select on copilot.alert_rules to copilot_reader, copilot_writer, copilot_auditor;
-- It names objects of everybody's reports.
grant select on copilot.alerts to copilot_writer, copilot_auditor;
grant execute on function
  copilot.add_check(text, text, text, text),
  copilot.deliver_alerts(),
  copilot.drop_alert_rule(text, text),
  copilot.drop_check(text, text),
  copilot.refresh_knowledge(),
  copilot.reset_threshold(text, text, text),
  copilot.schedule_health(text),
  copilot.set_alert_rule(text, text, text, text, text, interval, text),
  copilot.set_threshold(text, text, double precision, text),
  copilot.suppress(text, text, timestamp with time zone),
  copilot.unsuppress(text, text)
  to copilot_writer;
-- Who may erase and prune is not who is audited: neither asks.
grant execute on function
  copilot.erase_audit_text(bigint, text),
  copilot.prune_audit(timestamp with time zone),
  copilot.verify_audit(text)
  to copilot_auditor;

grant execute on function
  copilot.ask(text),
  copilot.answer(text),
  copilot.checks(),
  copilot.compliance_report(text, text),
  copilot.doctor(),
  copilot.explain(bigint),
  copilot.explain(text),
  copilot.explain_check(text),
  copilot.explain_slow(integer),
  copilot.findings(),
  copilot.health_diff(timestamp with time zone),
  copilot.health_report(text),
  copilot.pii_scan(text, integer),
  copilot.preview_prompt(text),
  copilot.run_sql(text),
  copilot.search_schema(text, integer),
  copilot.slow_report(integer, text)
  to copilot_reader, copilot_writer;
grant execute on procedure copilot.ask_in_steps(text, text) to copilot_reader, copilot_writer;
