-- Settings that outlast, roles that are more, and settings that are secrets.
----
-- name: setting_set_config_path
select set_config('search_path', 'mallory', false)
----
-- name: setting_set_config_local
select set_config('search_path', 'mallory', true)
----
-- name: setting_set_config_from
select * from set_config('work_mem', '1GB', false)
----
-- name: setting_set_config_timeout
select set_config('statement_timeout', '0', false)
----
-- name: setting_set_config_custom
select set_config('evil.flag', 'set', false)
----
-- name: setting_set_config_row_security
select set_config('row_security', 'off', false), note from vault.ledger
----
-- name: setting_set_config_role
select set_config('role', 'vault_owner', false)
----
-- name: setting_set_config_role_none
select set_config('role', 'none', true), (select count(*) from vault.secrets)
----
-- name: setting_set_config_session_authorization
select set_config('session_authorization', 'postgres', false)
----
-- name: setting_set_config_is_superuser
select set_config('is_superuser', 'on', true)
----
-- name: setting_set_config_escape_strings
select set_config('standard_conforming_strings', 'off', false)
----
-- name: setting_set_config_per_row
select set_config('evil.flag', full_name, false) from shop.customers
----
-- name: setting_set_config_in_cte
with s as materialized (select set_config('role', 'postgres', true)) select secret from vault.secrets, s
----
-- name: setting_set_config_log
select set_config('log_statement', 'all', false), set_config('client_min_messages', 'debug5', false)
----
-- name: setting_set_config_debug_plan
select set_config('debug_print_plan', 'on', false)
----
-- name: setting_set_config_transaction_timeout
select set_config('idle_in_transaction_session_timeout', '1', false)
----
-- name: setting_set_config_copilot
select set_config('copilot.report_timeout', '1', false)
----
-- name: setting_set_config_encoding
select set_config('client_encoding', 'LATIN1', false)
----
-- name: setting_update_view
update pg_settings set setting = '1GB' where name = 'work_mem'
----
-- name: setting_set
set work_mem = '1GB'
----
-- name: setting_set_session
set session search_path to mallory
----
-- name: setting_set_local
set local search_path to mallory
----
-- name: setting_set_time_zone
set time zone 'Asia/Tokyo'
----
-- name: setting_set_names
set names 'LATIN1'
----
-- name: setting_set_schema
set schema 'mallory'
----
-- name: setting_set_seed
set seed to 0.5
----
-- name: setting_set_xml_option
set xml option document
----
-- name: setting_set_catalog
set catalog 'postgres'
----
-- name: setting_set_from_current
alter function mallory.im0() set search_path from current
----
-- name: setting_reset
reset all
----
-- name: setting_reset_one
reset statement_timeout
----
-- name: role_set
set role vault_owner
----
-- name: role_set_none
set role none
----
-- name: role_reset
reset role
----
-- name: role_set_local
set local role vault_owner
----
-- name: role_session_authorization
set session authorization postgres
----
-- name: role_reset_session_authorization
reset session authorization
----
-- name: show_conninfo
-- entitled: gate_bob
show primary_conninfo
----
-- name: show_conninfo_case
-- entitled: gate_bob
SHOW PRIMARY_CONNINFO
----
-- name: show_conninfo_quoted
-- entitled: gate_bob
show "primary_conninfo"
----
-- name: show_passphrase_command
-- entitled: gate_bob
show ssl_passphrase_command
----
-- name: show_restore_command
show restore_command
----
-- name: show_archive_command
show archive_cleanup_command
----
-- name: show_data_directory
show data_directory
----
-- name: show_config_file
show config_file
----
-- name: show_hba_file
show hba_file
----
-- name: show_key
show copilot.llm_api_key
----
-- name: show_audit_key
show copilot.audit_key_file
----
-- name: show_custom_secret
-- before: set evil.secret = 'TOPSECRET_7f3a9c'
-- after: reset evil.secret
-- entitled: gate_ann, gate_bob, postgres
show evil.secret
----
-- name: show_all
-- entitled: gate_bob
show all
----
-- name: show_session_authorization
show session authorization
----
-- name: current_setting_conninfo
-- entitled: gate_bob
select current_setting('primary_conninfo')
----
-- name: current_setting_missing_ok
-- entitled: gate_bob
select current_setting('primary_conninfo', true)
----
-- name: current_setting_built_name
-- entitled: gate_bob
select current_setting('primary_' || 'conn' || 'info')
----
-- name: pg_settings_conninfo
-- entitled: gate_bob
select name, setting, reset_val, boot_val from pg_settings where name like '%conninfo%'
----
-- name: show_all_settings_function
-- entitled: gate_bob
select s from pg_show_all_settings() s where s::text like '%conninfo%'
----
-- name: show_all_file_settings
select * from pg_show_all_file_settings()
----
-- name: pg_file_settings
select * from pg_file_settings
----
-- name: explain_settings_option
-- entitled: gate_bob
explain (settings) select 1
