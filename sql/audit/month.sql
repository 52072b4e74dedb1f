-- One month's partitions; {month}, {from} and {to} are digits and hyphens written by the writer.
create table copilot_audit.entry_{month} partition of copilot_audit.entry for values from ('{from}-01 00:00+00') to ('{to}-01 00:00+00');
alter table copilot_audit.entry_{month} enable always trigger append_only;
create trigger no_truncate before truncate on copilot_audit.entry_{month}
  for each statement execute function copilot._audit_is_append_only();
alter table copilot_audit.entry_{month} enable always trigger no_truncate;
create table copilot_audit.text_{month} partition of copilot_audit.text for values from ('{from}-01 00:00+00') to ('{to}-01 00:00+00');
alter table copilot_audit.text_{month} enable always trigger append_only;
create trigger no_truncate before truncate on copilot_audit.text_{month}
  for each statement execute function copilot._audit_is_append_only();
alter table copilot_audit.text_{month} enable always trigger no_truncate;
