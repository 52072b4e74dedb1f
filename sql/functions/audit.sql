-- The audit: reading it and proving it. Its tables stand in schema copilot_audit, made by the writer at first start.

-- API: private
create function copilot._audit_is_append_only() returns trigger
  language c as 'MODULE_PATHNAME', '_audit_is_append_only_wrapper';
comment on function copilot._audit_is_append_only() is
  'Trigger of the audit''s tables: refuses UPDATE, DELETE and TRUNCATE with SQLSTATE 42501';

-- Kept reports are part of the proof: see docs/audit.md.
create trigger append_only before update or delete on copilot._reports
  for each row execute function copilot._audit_is_append_only();
alter table copilot._reports enable always trigger append_only;
create trigger no_truncate before truncate on copilot._reports
  for each statement execute function copilot._audit_is_append_only();
alter table copilot._reports enable always trigger no_truncate;

-- API: private
create function copilot._audit_rows(
  out id bigint, out at timestamp with time zone, out authenticated text, out role text, out client text,
  out application text, out database text, out pid integer, out action text, out question text, out outcome text,
  out sqlstate text, out rows bigint, out ms double precision, out tokens bigint, out facts jsonb, out answer text,
  out evidence jsonb, out error text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', '_audit_rows_wrapper';
comment on function copilot._audit_rows() is 'The rows of the view copilot.audit: the caller''s own; all for copilot_auditor';

-- API: public
create view copilot.audit with (security_barrier) as
  select a.id, a.at, a.authenticated, a.role, a.client, a.application, a.database, a.pid, a.action, a.question,
         a.outcome, a.sqlstate, a.rows, a.ms, a.tokens, a.facts, a.answer, a.evidence, a.error
  from copilot._audit_rows() a;
comment on view copilot.audit is
  'One row per interaction: your own; all of them for copilot_auditor. Rows survive ROLLBACK, cancel and kill -9';
comment on column copilot.audit.id is 'Number of the opening entry in the chain: copilot.evidence(id)';
comment on column copilot.audit.at is 'When the call began';
comment on column copilot.audit.authenticated is 'The user that logged in, whatever SET ROLE said later';
comment on column copilot.audit.role is 'The role with whose rights the call ran';
comment on column copilot.audit.client is 'Address of the client; NULL over a Unix socket';
comment on column copilot.audit.application is 'application_name of the session';
comment on column copilot.audit.database is 'The database asked';
comment on column copilot.audit.pid is 'Process id of the backend';
comment on column copilot.audit.action is 'The function called';
comment on column copilot.audit.question is 'What was asked, or the arguments';
comment on column copilot.audit.outcome is
  'running, ok, error, cancelled, refused (the caller gave up before it began) or lost (its backend is gone)';
comment on column copilot.audit.sqlstate is 'SQLSTATE of the error, if there was one';
comment on column copilot.audit.rows is 'Rows returned';
comment on column copilot.audit.ms is 'Duration in milliseconds, without the audit itself';
comment on column copilot.audit.tokens is 'Tokens a model was paid for: 0 without a model, NULL when its server does not tell';
comment on column copilot.audit.facts is 'Families of facts read, with their rows or why they were skipped';
comment on column copilot.audit.answer is 'The answer given, where it is words';
comment on column copilot.audit.evidence is 'The pieces of evidence the answer rests on: copilot.evidence(id) lists them';
comment on column copilot.audit.error is 'Message of the error, if there was one';

-- API: public
create function copilot.evidence(
  audit_id bigint,
  out id text, out source text, out object text, out measure text, out value text, out unit text, out nature text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'evidence_wrapper';
comment on function copilot.evidence(bigint) is
  'The evidence behind one answer, a row a piece. audit_id: the id in copilot.audit. Columns: id as cited in the answer, source (family of facts), object, measure, value, unit, nature (measured or estimated). Errors: 22004 NULL, P0002 no such row that you may see';

-- API: public
create function copilot.verify_audit(
  anchor text default null,
  out holds boolean, out verdict text, out rows bigint, out texts bigint, out texts_gone bigint,
  out first_bad_row bigint, out reason text, out anchored_to bigint, out head text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'verify_audit_wrapper';
comment on function copilot.verify_audit(text) is
  'Walks the audit chain of this database: one row. anchor: a head you kept elsewhere, as this function (seq:link) or the server log prints it. Columns: holds; verdict (holds, broken, or not verifiable: a key or the anchored entry is missing); rows and texts confirmed; texts_gone: erased, and an entry says so; first_bad_row: from there on it does not hold, and reason; anchored_to: up to there a cut would be seen; head: seq:link of the newest entry confirmed. Method: HMAC-SHA256 chain (RFC 2104), see docs/audit.md. Errors: 22023 anchor is not one, F0000 key or anchor file cannot be used (not verifiable), P0002 no chain yet';

-- API: public
create function copilot.erase_audit_text(id bigint, reason text, out entry bigint, out name text) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'erase_audit_text_wrapper';
comment on function copilot.erase_audit_text(bigint, text) is
  'Erases the texts of one call for good: question, application, answer, evidence, error, kept report. id: the id in copilot.audit. reason: who asked for it and on what ground, 1 to 1000 bytes. A row a text: entry it belonged to and name. The chain keeps the hashes and still holds; a signed entry says who erased what and why. Errors: 22004 NULL, 22023 no reason or call still running, P0002 no such call or no text left, 42501 not copilot_auditor';

-- API: public
create function copilot.prune_audit(
  before timestamp with time zone,
  out months text[], out entries bigint, out through bigint, out kept text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'prune_audit_wrapper';
comment on function copilot.prune_audit(timestamp with time zone) is
  'Verifies the audit chain, then drops the whole months (UTC) that ended by then, with their texts and reports, and leaves a signed entry in their place. before: not in the future; the current month always stays. One row: months dropped, entries in them, through: the last one''s place, kept: why an earlier month is still there (a call in it is still open, say). Errors: 22004 NULL, 22023 in the future, XX001 the chain does not hold, 57P03 somebody reads these months, F0000 key file cannot be used, 42501 not copilot_auditor';
