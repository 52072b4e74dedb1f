-- One month's partitions; {month}, {from} and {to} are digits and hyphens written by the writer. Attached, not created in
-- place: that would wait for everybody who reads the audit, and all calls with it.
create table copilot_audit.entry_{month} (like copilot_audit.entry including constraints);
alter table copilot_audit.entry attach partition copilot_audit.entry_{month} for values from ('{from}-01 00:00+00') to ('{to}-01 00:00+00');
alter table copilot_audit.entry_{month} enable always trigger append_only;
create trigger no_truncate before truncate on copilot_audit.entry_{month}
  for each statement execute function copilot._audit_is_append_only();
alter table copilot_audit.entry_{month} enable always trigger no_truncate;
create table copilot_audit.text_{month} (like copilot_audit.text including constraints);
alter table copilot_audit.text attach partition copilot_audit.text_{month} for values from ('{from}-01 00:00+00') to ('{to}-01 00:00+00');
alter table copilot_audit.text_{month} enable always trigger append_only;
create trigger no_truncate before truncate on copilot_audit.text_{month}
  for each statement execute function copilot._audit_is_append_only();
alter table copilot_audit.text_{month} enable always trigger no_truncate;
