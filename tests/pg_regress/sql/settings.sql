-- The settings, and who may change them.
\pset format unaligned
select name, vartype, unit, min_val, max_val, boot_val, context from pg_settings where name like 'copilot.%' order by name;
select name, short_desc, extra_desc from pg_settings where name like 'copilot.%' order by name;

-- None is an ordinary user's, but the width of a text. The server's own words differ by major: their SQLSTATEs do not.
\pset tuples_only on
\set VERBOSITY sqlstate
create role copilot_settings_test in role copilot_reader, copilot_writer, copilot_auditor;
set role copilot_settings_test;
set copilot.audit_timeout = '1s';
set copilot.audit_key_file = '/tmp/key';
set copilot.standby_audit = 'file';
set copilot.probe_timeout = '1s';
set copilot.report_timeout = '1s';
set copilot.report_width = 72;
set copilot.llm_url = 'https://llm.example.com';
set copilot.llm_format = 'openai_chat';
set copilot.llm_model = 'tiny';
set copilot.llm_api_key = 'env:KEY';
set copilot.llm_timeout = '1s';
set copilot.llm_ca_file = '/tmp/ca.pem';
set copilot.llm_allowed_hosts = 'localhost';
set copilot.llm_max_concurrent = 1;
set copilot.llm_max_tokens = 100;
-- Which file holds the key is not to be seen either.
show copilot.audit_key_file;
select name, setting from pg_settings where name = 'copilot.audit_key_file';
show copilot.llm_api_key;
show copilot.llm_ca_file;
reset role;
drop role copilot_settings_test;

-- Unknown names and values out of range are refused.
set copilot.made_up = 1;
set copilot.audit_timeout = '1ms';
set copilot.probe_timeout = 0;
set copilot.report_timeout = 'soon';
set copilot.report_width = 39;
set copilot.llm_format = 'telepathy';
set copilot.llm_timeout = '1ms';
set copilot.llm_max_tokens = 0;
set copilot.llm_max_concurrent = 1;
alter system set copilot.llm_max_concurrent = 65;

-- These say themselves what they take, and never repeat what may be a key.
\set VERBOSITY default
set copilot.llm_url = 'https://user:secret@llm.example.com/v1';
set copilot.llm_url = 'file:///etc/passwd';
set copilot.llm_url = 'http://2130706433/';
set copilot.llm_url = 'https://llm.example.com/v1';
set copilot.llm_allowed_hosts = 'llm.example.com, *.example.com';
set copilot.llm_allowed_hosts = 'llm.example.com, 10.0.0.0/8, http://[::1]';
set copilot.llm_api_key = 'sk-this-is-a-key';
set copilot.llm_api_key = 'file:relative';
set copilot.llm_api_key = 'env:sk-this-is-a-key';
alter system set copilot.llm_api_key = 'sk-this-is-a-key';
set copilot.llm_api_key = 'file:/etc/copilot.key';
set copilot.llm_api_key = 'env:COPILOT_KEY';
