-- Health.

-- API: public
create function copilot.health_report(format text default 'text') returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'health_report_wrapper';
comment on function copilot.health_report(text) is
  'The health of this database: verdict, coverage (what was examined, what was skipped and the GRANT that opens it), findings by severity with evidence, remedy and revert, then what was skipped and what was found well. format: text (lines of copilot.report_width characters), markdown, json (docs/health_report.schema.json), html (one file, no script, nothing fetched) or sarif (2.1.0). Every report is kept in copilot.reports. Reads catalogs and statistics only; waits for locks at most 200 ms in sum. Errors: 22004 NULL, 22023 another format';

-- API: public
create function copilot.health_diff(
  since timestamp with time zone default null,
  out state text, out fingerprint text, out check_id text, out check_name text, out object_kind text, out object text,
  out severity_before text, out severity_now text, out summary text, out reason text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'health_diff_wrapper';
comment on function copilot.health_diff(timestamp with time zone) is
  'What the checks find now against a stored report of this database that you may see: the newest at or before since, or the newest of all. A row a finding that is not as it was, the worst news first; a NOTICE says what was compared. state: new; worse or better (severity, or the check''s own number by more than its margin; reason says from what to what); gone; newly seen (its check could not look then), not seen (its check cannot look now, reason says why) and suppressed, which are neither new nor gone. Errors: 02000 no such report is stored';

-- API: public
create function copilot.compliance_report(framework text, format text default 'text') returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'compliance_report_wrapper';
comment on function copilot.compliance_report(text, text) is
  'The findings of health_report() by the controls they bear on, each control met, not met, not visible from SQL or not covered, with check ids, fingerprints, ids of evidence and what is to be attested outside. Never says that a framework is met as a whole. framework: gdpr, hipaa, soc2 or cis. format: text, markdown, json or html. Kept in copilot.reports; the last line names its audit id and its hash in the audit. Errors: 22004 NULL, 22023 another framework or format';

-- API: public
create function copilot.findings(
  out fingerprint text, out check_id text, out check_name text, out severity text, out object_kind text,
  out object text, out summary text, out remedy_class text, out remedy_sql text, out revert_sql text,
  out advice text, out nature text, out evidence jsonb
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'findings_wrapper';
comment on function copilot.findings() is
  'What the checks found, a row a finding, the worst first. fingerprint: stable over time, of check and object name; check_id, check_name: see copilot.checks(); severity: info, low, medium, high or critical; object_kind, object: what it is about; summary: what was seen; remedy_class: how far the remedy can be taken back; remedy_sql: exactly one statement without a semicolon, or NULL; revert_sql: the statement that takes it back, or NULL; advice: the remedy in words, to be read before remedy_sql is run; nature: measured or estimated; evidence: what summary rests on, as in evidence(). No rows does not mean that all could be looked at: a NOTICE counts the checks that could not';

-- API: public
create function copilot.checks(
  out id text, out name text, out check_group text, out what text, out why text, out reads text[], out needs text,
  out min_major integer, out severity_max text, out remedy_class text, out nature text, out thresholds jsonb,
  out refuted_by text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'checks_wrapper';
comment on function copilot.checks() is
  'Everything that can be checked, without looking at anything: what is looked for and why, the families of facts read, the GRANT needed to see all, thresholds with unit and source, and what would refute a finding';

-- API: public
create function copilot.explain_check(id text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'explain_check_wrapper';
comment on function copilot.explain_check(text) is
  'One check explained: what, why it matters, how it is measured, thresholds, remedy, what refutes it. id: id or name of a check (copilot.checks() lists them). Errors: 22004 NULL, P0002 no such check';

-- API: public
create function copilot.doctor(out item text, out state text, out detail text, out command text) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'doctor_wrapper';
comment on function copilot.doctor() is
  'What is missing in the set-up of the co-pilot, a row an item: state (ok, missing or limited), what that costs, and the command that mends it';
