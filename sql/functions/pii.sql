-- Columns that look personal.

-- API: public
create function copilot.pii_scan(
  schema text default null, sample_rows integer default 0,
  out schema_name text, out table_name text, out column_name text, out data_type text, out kind text, out why text,
  out confidence text, out readers text, out row_security boolean, out encrypted text, out masked text, out logged text,
  out row_estimate bigint, out sample text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'pii_scan_wrapper';
comment on function copilot.pii_scan(text, integer) is
  'Columns of tables that look like data about people, a row a column, the surest first; a NOTICE says how much was looked at. schema: one, or NULL for all. sample_rows: how many rows of each table are read, 0 (none) to 10000; they are read through the gate with your rights (a superuser''s as copilot_gate), their values counted and never stored or shown. Columns: kind (email, name, phone, national id, birth date, address, card, health, location, IP address, credential, trait, account name, biometric, marked); why (name, type, comment, sample); confidence (low, medium, high); readers (who was granted SELECT, PUBLIC first, the owner last; superusers and pg_read_all_data read too); row_security; encrypted, masked and logged, as far as SQL shows it; row_estimate; sample: what became of it. Errors: 22004 NULL sample_rows, 22023 out of range, P0002 no table in that schema, 42501 catalogs are closed to you';
