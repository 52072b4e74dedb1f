-- The settings, and who may change them.
\pset format unaligned
select name, vartype, unit, min_val, max_val, boot_val, context from pg_settings where name like 'copilot.%' order by name;
select name, short_desc, extra_desc from pg_settings where name like 'copilot.%' order by name;

-- None is an ordinary user's. The server's own words differ by major: their SQLSTATEs do not.
\pset tuples_only on
\set VERBOSITY sqlstate
create role copilot_settings_test in role copilot_reader, copilot_writer, copilot_auditor;
set role copilot_settings_test;
set copilot.audit_timeout = '1s';
set copilot.audit_key_file = '/tmp/key';
set copilot.probe_timeout = '1s';
set copilot.report_timeout = '1s';
-- Which file holds the key is not to be seen either.
show copilot.audit_key_file;
select name, setting from pg_settings where name = 'copilot.audit_key_file';
reset role;
drop role copilot_settings_test;

-- Unknown names and values out of range are refused.
set copilot.made_up = 1;
set copilot.audit_timeout = '1ms';
set copilot.probe_timeout = 0;
set copilot.report_timeout = 'soon';
