-- Who may do what. Nothing is open to PUBLIC.

revoke all on schema copilot from public;
revoke all on all functions in schema copilot from public;
revoke all on all tables in schema copilot from public;

grant usage on schema copilot to copilot_reader, copilot_writer, copilot_auditor;

grant select on copilot.audit, copilot.reports to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot._audit_rows() to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot.evidence(bigint) to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot.verify_audit() to copilot_auditor;
grant execute on function copilot.explain_slow(integer) to copilot_reader, copilot_writer;
grant execute on function copilot.slow_report(integer, text) to copilot_reader, copilot_writer;
grant execute on function copilot.ask(text) to copilot_reader, copilot_writer;
grant execute on function copilot.answer(text) to copilot_reader, copilot_writer;
