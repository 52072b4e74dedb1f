-- A model that words answers: what leaves for it.

-- API: public
create function copilot.preview_prompt(
  question text,
  out note text, out url text, out headers text, out bytes bigint, out digest text, out body text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'preview_prompt_wrapper';
comment on function copilot.preview_prompt(text) is
  'What ask() would send to the model for a question, byte for byte; sends nothing and works without a model. One row. note: whether it leaves, and why not; url: without its query; headers: one a line, secrets as ...; bytes and digest (SHA-256 in hexadecimal) of the body; body: JSON in ASCII, the same bytes in every encoding. url is NULL without a model; all but note are NULL where nothing would leave. Errors: 22004 NULL, 22023 empty or too long';

-- API: private
create function copilot._egress_rows(
  out id bigint, out at timestamp with time zone, out audit_id bigint, out host text, out model text, out bytes bigint,
  out digest text, out outcome text, out status integer, out ms double precision
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', '_egress_rows_wrapper';
comment on function copilot._egress_rows() is
  'The rows of the view copilot.egress: those of the caller''s own calls; all for copilot_auditor';

-- API: public
create view copilot.egress with (security_barrier) as
  select e.id, e.at, e.audit_id, e.host, e.model, e.bytes, e.digest, e.outcome, e.status, e.ms
  from copilot._egress_rows() e;
comment on view copilot.egress is
  'The ledger: one row per request that left for a model, on behalf of your own calls; all of them for copilot_auditor. A row is durable before the first byte leaves';
comment on column copilot.egress.id is 'Number of its entry in the chain, which copilot.verify_audit() covers';
comment on column copilot.egress.at is 'When it was entered, before it left';
comment on column copilot.egress.audit_id is 'The call it left for: copilot.audit.id';
comment on column copilot.egress.host is 'Scheme, host and port it was meant for';
comment on column copilot.egress.model is 'The model asked';
comment on column copilot.egress.bytes is 'Size of the body';
comment on column copilot.egress.digest is 'SHA-256 of the body in hexadecimal digits; copilot.preview_prompt() shows such a body';
comment on column copilot.egress.outcome is
  'replied, or why no reply came (timed_out, no_connection, not_allowed, ...); under way; unfinished when the call was cancelled or lost';
comment on column copilot.egress.status is 'HTTP status of the reply';
comment on column copilot.egress.ms is 'Milliseconds until the reply, or until it was given up';
