-- Decisions about reports, all of them copilot_writer's.

-- API: public
create function copilot.set_threshold(check_id text, threshold text, value double precision, reason text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'set_threshold_wrapper';
comment on function copilot.set_threshold(text, text, double precision, text) is
  'Sets a threshold of a check to another value, for every report from now on; each report lists what is set, by whom and why. check_id: id or name of a check; threshold: one of its thresholds (copilot.checks()); value: in the threshold''s unit; reason: at most 1000 characters. Errors: 22004 NULL, 22023 a value that cannot be, below what is read at all, or an empty reason, P0002 no such check or threshold';

-- API: public
create function copilot.reset_threshold(check_id text, threshold text, reason text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'reset_threshold_wrapper';
comment on function copilot.reset_threshold(text, text, text) is
  'Takes back what set_threshold() set. Errors: 22004 NULL, 22023 an empty or too long reason, P0002 no such check or threshold, or it was not set';

-- API: public
create function copilot.suppress(fingerprint text, reason text, until timestamp with time zone) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'suppress_wrapper';
comment on function copilot.suppress(text, text, timestamp with time zone) is
  'Keeps one finding out of the findings of every report until then; reports list what is suppressed, by whom, why and how long. Looks first: the finding has to be there. fingerprint: as in copilot.findings(); reason: at most 1000 characters; until: in the future, at most a year ahead. Calling it again changes reason and end. Errors: 22004 NULL, 22023 an end that cannot be or an empty reason, P0002 no such finding now';

-- API: public
create function copilot.unsuppress(fingerprint text, reason text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'unsuppress_wrapper';
comment on function copilot.unsuppress(text, text) is
  'Takes back what suppress() suppressed. Errors: 22004 NULL, 22023 an empty or too long reason, P0002 it is not suppressed';

-- API: public
create function copilot.add_check(id text, sql text, reason text, severity text default 'medium') returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'add_check_wrapper';
comment on function copilot.add_check(text, text, text, text) is
  'Adds a check of your own to every report. sql: one SELECT with a row for each finding: object and summary (text), and, where it has them, severity (info, low, medium, high, critical) and advice; other columns become evidence. It runs through the gate with the rights of whoever asks for the report, within copilot.probe_timeout, its names looked up in pg_catalog alone: qualify them. id: lower case letters, digits and _, not the name of another check; reason: why it is looked for; severity: of rows that name none. Calling it again changes it. Errors: 22004 NULL, 22023 an id, severity or reason that cannot be, and those of run_sql(), since it is tried first';

-- API: public
create function copilot.drop_check(id text, reason text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'drop_check_wrapper';
comment on function copilot.drop_check(text, text) is
  'Takes a check of your own away. Errors: 22004 NULL, 22023 an empty or too long reason, P0002 no such check of your own';
