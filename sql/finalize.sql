-- Who may do what. Nothing is open to PUBLIC. The right to ask gives nothing else: facts are read with the caller's rights.

revoke all on schema copilot from public;
revoke all on all functions in schema copilot from public;
revoke all on all tables in schema copilot from public;

grant usage on schema copilot to copilot_reader, copilot_writer, copilot_auditor;

grant select on copilot.audit, copilot.reports to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot._audit_rows() to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot.evidence(bigint) to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot.verify_audit() to copilot_auditor;

grant execute on function
  copilot.ask(text),
  copilot.answer(text),
  copilot.checks(),
  copilot.doctor(),
  copilot.explain_check(text),
  copilot.explain_slow(integer),
  copilot.findings(),
  copilot.health_report(text),
  copilot.slow_report(integer, text)
  to copilot_reader, copilot_writer;
