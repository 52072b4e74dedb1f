\echo Use "CREATE EXTENSION copilot_ext" to load this file. \quit

-- sql/bootstrap.sql

-- The schema and the roles. A schema of this name that exists already is refused by the server itself.

create schema copilot;
comment on schema copilot is 'copilot_ext: a co-pilot for the people who run this database';

-- The four roles are made when they are missing and never dropped. One that can log in or has attributes would give
-- its holder more than the co-pilot is meant to give: then nothing is installed.
do $$
declare
  wanted record;
  existing record;
begin
  for wanted in
    select * from (values
      ('copilot_reader', 'copilot_ext: may ask and propose'),
      ('copilot_writer', 'copilot_ext: may ask, approve, apply, and change what others see'),
      ('copilot_auditor', 'copilot_ext: may read the whole audit'),
      ('copilot_gate', 'copilot_ext: runs a superuser''s SQL, and starts with nothing')
    ) as v (name, said)
  loop
    select r.rolcanlogin, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolbypassrls
      into existing
      from pg_catalog.pg_roles r where r.rolname operator(pg_catalog.=) wanted.name::pg_catalog.name;
    if not found then
      execute pg_catalog.format('create role %I nologin', wanted.name);
      execute pg_catalog.format('comment on role %I is %L', wanted.name, wanted.said);
    elsif existing.rolcanlogin or existing.rolsuper or existing.rolcreaterole or existing.rolcreatedb
       or existing.rolreplication or existing.rolbypassrls then
      raise exception using
        errcode = 'duplicate_object',
        message = pg_catalog.format('role "%s" exists and can log in or has attributes', wanted.name),
        detail = 'Granting it would give its members more than the co-pilot is meant to give.',
        hint = pg_catalog.format('alter role %I nologin nosuperuser nocreaterole nocreatedb noreplication nobypassrls; or rename it', wanted.name);
    end if;
  end loop;
end
$$;

-- sql/tables/alerts.sql

-- Who is told of what, what was told, and what waits to be sent. Rules are dumped; what was told and what waits is of this
-- server and stays here, so that a copy of the database tells nobody.

-- API: private
create table copilot._alert_rules (
  name text primary key,
  min_severity text not null,
  check_group text,
  check_name text,
  quiet_from_minute smallint,
  quiet_until_minute smallint,
  quiet_zone text,
  repeat_after interval,
  reason text not null,
  author text not null,
  at timestamp with time zone not null default pg_catalog.now()
);
comment on table copilot._alert_rules is 'Rules of copilot.set_alert_rule(); read them through copilot.alert_rules';
comment on column copilot._alert_rules.name is 'Name of the rule';
comment on column copilot._alert_rules.min_severity is 'The least severity it means';
comment on column copilot._alert_rules.check_group is 'The group of checks it means; NULL for all';
comment on column copilot._alert_rules.check_name is 'The check it means, by id or name; NULL for all';
comment on column copilot._alert_rules.quiet_from_minute is 'Begin of its quiet hours, minutes since midnight';
comment on column copilot._alert_rules.quiet_until_minute is 'Their end';
comment on column copilot._alert_rules.quiet_zone is 'Their time zone';
comment on column copilot._alert_rules.repeat_after is 'After how long a finding that stays is told again; NULL for never';
comment on column copilot._alert_rules.reason is 'Why it was set';
comment on column copilot._alert_rules.author is 'Who set it';
comment on column copilot._alert_rules.at is 'When';
select pg_catalog.pg_extension_config_dump('copilot._alert_rules', '');

-- API: private
create table copilot._open_alerts (
  fingerprint text primary key,
  finding jsonb not null,
  told_at timestamp with time zone not null,
  report bigint not null
);
comment on table copilot._open_alerts is 'Findings that were told and are not resolved';
comment on column copilot._open_alerts.fingerprint is 'The finding';
comment on column copilot._open_alerts.finding is 'As it was when it was last told';
comment on column copilot._open_alerts.told_at is 'When that was';
comment on column copilot._open_alerts.report is 'The report that gave it';

-- API: private
create table copilot._alert_outbox (
  id bigint generated always as identity primary key,
  fingerprint text not null,
  event jsonb not null,
  at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  attempts integer not null default 0,
  outcome text not null default 'waiting',
  last_error text,
  done_at timestamp with time zone
);
create index _alert_outbox_waiting on copilot._alert_outbox (due_at) where outcome operator(pg_catalog.=) 'waiting';
comment on sequence copilot._alert_outbox_id_seq is 'Numbers of messages';
comment on table copilot._alert_outbox is 'Messages to the webhook; those that are done stay for a week';
comment on column copilot._alert_outbox.id is 'Its number';
comment on column copilot._alert_outbox.fingerprint is 'The finding it is about';
comment on column copilot._alert_outbox.event is 'What is told';
comment on column copilot._alert_outbox.at is 'When it was decided';
comment on column copilot._alert_outbox.due_at is 'Not before then is it sent';
comment on column copilot._alert_outbox.attempts is 'How often it was tried';
comment on column copilot._alert_outbox.outcome is 'waiting, sent, or given up';
comment on column copilot._alert_outbox.last_error is 'Why the last attempt failed';
comment on column copilot._alert_outbox.done_at is 'When it was sent or given up';

-- API: public
create view copilot.alert_rules with (security_barrier) as
  select r.name, r.min_severity, r.check_group, r.check_name,
    case when r.quiet_zone is not null then pg_catalog.format('%s-%s %s',
      pg_catalog.to_char(pg_catalog.make_interval(mins => r.quiet_from_minute), 'HH24:MI'),
      pg_catalog.to_char(pg_catalog.make_interval(mins => r.quiet_until_minute), 'HH24:MI'),
      r.quiet_zone) end as quiet_hours,
    r.repeat_after, r.reason, r.author, r.at
  from copilot._alert_rules r;
comment on view copilot.alert_rules is 'Which findings are told by NOTIFY on copilot_alert and to copilot.webhook_url';
comment on column copilot.alert_rules.name is 'Name of the rule';
comment on column copilot.alert_rules.min_severity is 'The least severity it means';
comment on column copilot.alert_rules.check_group is 'The group of checks it means; NULL for all';
comment on column copilot.alert_rules.check_name is 'The check it means, by id or name; NULL for all';
comment on column copilot.alert_rules.quiet_hours is 'When it is silent';
comment on column copilot.alert_rules.repeat_after is 'After how long a finding that stays is told again; NULL for never';
comment on column copilot.alert_rules.reason is 'Why it was set';
comment on column copilot.alert_rules.author is 'Who set it';
comment on column copilot.alert_rules.at is 'When';

-- API: public
create view copilot.alerts with (security_barrier) as
  select o.fingerprint, o.finding operator(pg_catalog.->>) 'check_name' as check_name,
    o.finding operator(pg_catalog.->>) 'severity' as severity, o.finding operator(pg_catalog.->>) 'object' as object,
    o.told_at, o.report, m.outcome, m.attempts, m.due_at, m.last_error
  from copilot._open_alerts o
  left join lateral (
    select b.outcome, b.attempts, b.due_at, b.last_error
    from copilot._alert_outbox b
    where b.fingerprint operator(pg_catalog.=) o.fingerprint
    order by b.id desc limit 1
  ) m on true;
comment on view copilot.alerts is 'Findings that were told and are not resolved, with what became of their last message to the webhook';
comment on column copilot.alerts.fingerprint is 'The finding';
comment on column copilot.alerts.check_name is 'Its check';
comment on column copilot.alerts.severity is 'Its severity when it was last told';
comment on column copilot.alerts.object is 'Its object';
comment on column copilot.alerts.told_at is 'When it was last told';
comment on column copilot.alerts.report is 'The report that gave it';
comment on column copilot.alerts.outcome is 'Its last message to the webhook: waiting, sent, given up; NULL without one';
comment on column copilot.alerts.attempts is 'How often that was tried';
comment on column copilot.alerts.due_at is 'When it is tried next, while it waits';
comment on column copilot.alerts.last_error is 'Why the last attempt failed';

-- sql/tables/decisions.sql

-- What a copilot_writer decided about reports. Changed by the functions of sql/functions/decisions.sql alone, which leave
-- their rows in the audit.

-- API: private
create table copilot._overrides (
  check_id text not null,
  threshold text not null,
  value double precision not null,
  reason text not null,
  author text not null,
  at timestamp with time zone not null default pg_catalog.now(),
  primary key (check_id, threshold)
);
comment on table copilot._overrides is 'Thresholds set to another value; read them through copilot.overrides';
comment on column copilot._overrides.check_id is 'The check';
comment on column copilot._overrides.threshold is 'Its threshold';
comment on column copilot._overrides.value is 'What holds instead, in the threshold''s unit';
comment on column copilot._overrides.reason is 'Why';
comment on column copilot._overrides.author is 'The role that decided it';
comment on column copilot._overrides.at is 'When';
select pg_catalog.pg_extension_config_dump('copilot._overrides', '');

-- API: private
create table copilot._suppressions (
  fingerprint text primary key,
  check_name text not null,
  object text not null,
  reason text not null,
  until timestamp with time zone not null,
  author text not null,
  at timestamp with time zone not null default pg_catalog.now()
);
comment on table copilot._suppressions is 'Suppressed findings; read them through copilot.suppressions';
comment on column copilot._suppressions.fingerprint is 'The finding';
comment on column copilot._suppressions.check_name is 'The check that found it';
comment on column copilot._suppressions.object is 'What it was found on';
comment on column copilot._suppressions.reason is 'Why';
comment on column copilot._suppressions.until is 'From when on it is reported again';
comment on column copilot._suppressions.author is 'The role that decided it';
comment on column copilot._suppressions.at is 'When';
select pg_catalog.pg_extension_config_dump('copilot._suppressions', '');

-- API: private
create table copilot._own_checks (
  id text primary key,
  sql text not null,
  severity text not null,
  reason text not null,
  author text not null,
  at timestamp with time zone not null default pg_catalog.now()
);
comment on table copilot._own_checks is 'Checks of your own; read them through copilot.own_checks';
comment on column copilot._own_checks.id is 'Its name';
comment on column copilot._own_checks.sql is 'A SELECT with a row for each finding';
comment on column copilot._own_checks.severity is 'Of a row that names none';
comment on column copilot._own_checks.reason is 'Why it is looked for';
comment on column copilot._own_checks.author is 'The role that added it';
comment on column copilot._own_checks.at is 'When';
select pg_catalog.pg_extension_config_dump('copilot._own_checks', '');

-- API: public
create view copilot.overrides as
  select o.check_id, o.threshold, o.value, o.reason, o.author, o.at from copilot._overrides o;
comment on view copilot.overrides is 'Thresholds that copilot.set_threshold() set to another value';
comment on column copilot.overrides.check_id is 'The check, as in copilot.checks()';
comment on column copilot.overrides.threshold is 'Its threshold';
comment on column copilot.overrides.value is 'What holds instead, in the threshold''s unit';
comment on column copilot.overrides.reason is 'Why';
comment on column copilot.overrides.author is 'The role that decided it';
comment on column copilot.overrides.at is 'When';

-- API: public
create view copilot.suppressions as
  select s.fingerprint, s.check_name, s.object, s.reason, s.until, s.author, s.at,
         s.until operator(pg_catalog.>) pg_catalog.now() as holds
    from copilot._suppressions s;
comment on view copilot.suppressions is 'Findings that copilot.suppress() keeps out of reports for a while';
comment on column copilot.suppressions.fingerprint is 'The finding, as in copilot.findings()';
comment on column copilot.suppressions.check_name is 'The check that found it';
comment on column copilot.suppressions.object is 'What it was found on';
comment on column copilot.suppressions.reason is 'Why';
comment on column copilot.suppressions.until is 'From when on it is reported again';
comment on column copilot.suppressions.author is 'The role that decided it';
comment on column copilot.suppressions.at is 'When';
comment on column copilot.suppressions.holds is 'false once until has passed: the finding is reported again';

-- API: public
create view copilot.own_checks as
  select c.id, c.sql, c.severity, c.reason, c.author, c.at from copilot._own_checks c;
comment on view copilot.own_checks is 'Checks that copilot.add_check() added';
comment on column copilot.own_checks.id is 'Its name, as copilot.drop_check() takes it';
comment on column copilot.own_checks.sql is 'A SELECT with a row for each finding';
comment on column copilot.own_checks.severity is 'Of a row that names none';
comment on column copilot.own_checks.reason is 'Why it is looked for';
comment on column copilot.own_checks.author is 'The role that added it';
comment on column copilot.own_checks.at is 'When';

-- sql/tables/gate_allowed.sql

-- Functions that a superuser has read and allowed in the gate, beyond the reviewed list.

-- API: private
create table copilot._gate_allowed (
  signature text primary key,
  definition text not null,
  reason text not null,
  author text not null,
  at timestamp with time zone not null default pg_catalog.now()
);
comment on table copilot._gate_allowed is 'Functions allowed in copilot.run_sql() by copilot.gate_allow()';
comment on column copilot._gate_allowed.signature is 'schema.name(types) of the function';
comment on column copilot._gate_allowed.definition is 'Digest of what it was when it was allowed; a changed function is not allowed any more';
comment on column copilot._gate_allowed.reason is 'Why it is harmless';
comment on column copilot._gate_allowed.author is 'The superuser who allowed it';
comment on column copilot._gate_allowed.at is 'When';
select pg_catalog.pg_extension_config_dump('copilot._gate_allowed', '');

-- sql/tables/knowledge.sql

-- What search_schema() looks in: one document per object, with its vector and the postings of its stems. All of it is
-- made by refresh_knowledge() from the catalog and can be made again, so a dump leaves the rows out. Nobody may read
-- these tables: searching asks for each object whether the caller may see it.

-- API: private
create table copilot._knowledge (
  is_only boolean primary key default true check (is_only),
  refreshed_at timestamp with time zone not null,
  catalogue bytea not null
);
alter table copilot._knowledge alter column catalogue set storage external;
comment on table copilot._knowledge is 'One row once knowledge was refreshed; read it through copilot.search_schema()';
comment on column copilot._knowledge.is_only is 'There is at most one row';
comment on column copilot._knowledge.refreshed_at is 'When refresh_knowledge() last ran';
comment on column copilot._knowledge.catalogue is 'All documents and stems, packed';

-- API: private
create table copilot._documents (
  id integer primary key,
  is_routine boolean not null,
  oid oid not null,
  fingerprint bigint not null,
  document jsonb not null,
  unique (is_routine, oid)
);
comment on table copilot._documents is 'One document per table, view, materialized view and function';
comment on column copilot._documents.id is 'Its number in the catalogue, postings and vectors';
comment on column copilot._documents.is_routine is 'Whether oid is of pg_proc, else of pg_class';
comment on column copilot._documents.oid is 'The object';
comment on column copilot._documents.fingerprint is 'Changes with the document';
comment on column copilot._documents.document is 'Name, columns, types, keys and comments';

-- API: private
create table copilot._postings (
  stem integer primary key,
  fingerprint bigint not null,
  postings bytea not null
);
alter table copilot._postings alter column postings set storage external;
comment on table copilot._postings is 'Where each stem stands';
comment on column copilot._postings.stem is 'Its number in the catalogue';
comment on column copilot._postings.fingerprint is 'Changes with the postings';
comment on column copilot._postings.postings is 'Documents with this stem, and where in them it stands, packed';

-- API: private
create table copilot._embeddings (
  id integer primary key,
  embedding real[] not null
);
alter table copilot._embeddings alter column embedding set storage plain;
comment on table copilot._embeddings is 'The vector of each document; with extension vector a second table holds them as its type';
comment on column copilot._embeddings.id is 'The document';
comment on column copilot._embeddings.embedding is 'Hashed stems and n-grams, 512 dimensions';

-- API: private
create table copilot._vectors (
  id integer primary key
);
comment on table copilot._vectors is 'The vectors as the type of extension vector, in a column that refresh_knowledge() adds once that extension is there';
comment on column copilot._vectors.id is 'The document';

-- sql/tables/reports.sql

-- Every health report and compliance report is kept. Written by the audit writer, so a report survives ROLLBACK.

-- API: private
create table copilot._reports (
  id bigint primary key,
  at timestamp with time zone not null,
  author text not null,
  verdict text not null,
  report jsonb not null,
  entry bigint not null,
  salt bytea not null
);
comment on table copilot._reports is 'Kept reports; read them through copilot.reports';
comment on column copilot._reports.id is 'The audit id of the call that made it';
comment on column copilot._reports.at is 'The time of that entry';
comment on column copilot._reports.author is 'The role that asked for it';
comment on column copilot._reports.verdict is 'Its first line';
comment on column copilot._reports.report is 'The whole report as json';
comment on column copilot._reports.entry is 'The closing entry of the call in the audit chain, which holds the report''s salted hash';
comment on column copilot._reports.salt is 'The salt of that hash';
create index _reports_at on copilot._reports (at);
create index _reports_of_database on copilot._reports ((report operator(pg_catalog.->>) 'schema'), (coalesce(report operator(pg_catalog.#>>) '{server,database}', '')), at);
select pg_catalog.pg_extension_config_dump('copilot._reports', '');

-- API: private
create function copilot._report_hash(entry bigint) returns text
  language c stable parallel unsafe as 'MODULE_PATHNAME', '_report_hash_wrapper';
comment on function copilot._report_hash(bigint) is
  'The salted SHA-256 of a kept report in its closing entry. entry: the number of that entry; NULL when it holds none';

-- API: public
create view copilot.reports with (security_barrier) as
  select r.id, r.at, r.author, r.verdict, r.report,
         pg_catalog.substring(r.report operator(pg_catalog.->>) 'schema', '[.]([a-z_]+)/') as kind,
         copilot._report_hash(r.entry) as hash
  from copilot._reports r
  where r.author operator(pg_catalog.=) current_user::pg_catalog.text
     or pg_catalog.pg_has_role(current_user, 'copilot_auditor', 'usage');
comment on view copilot.reports is 'Kept reports: your own; all of them for copilot_auditor';
comment on column copilot.reports.id is 'The audit id of the call that made it: copilot.evidence(id)';
comment on column copilot.reports.at is 'When it was kept';
comment on column copilot.reports.author is 'The role that asked for it';
comment on column copilot.reports.verdict is 'Its first line';
comment on column copilot.reports.report is
  'The whole report, as the function named by kind gives it as json; what was added after it was kept, such as its own hash, is not in it';
comment on column copilot.reports.kind is 'The function that made it: health_report or compliance_report';
comment on column copilot.reports.hash is
  'Its salted SHA-256 in the closing entry of its call; copilot.verify_audit() recomputes it';

-- sql/functions/alerts.sql

-- Alerts.

-- API: public
create function copilot.set_alert_rule(
  name text, min_severity text default 'high', check_group text default null, check_name text default null,
  quiet_hours text default null, repeat_after interval default null, reason text default null
) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'set_alert_rule_wrapper';
comment on function copilot.set_alert_rule(text, text, text, text, text, interval, text) is
  'Makes an alert rule, or puts another in its place. min_severity: the least severity it means; check_group, check_name (id or name): only these, or all; quiet_hours: when it is silent, as ''22:00-07:00 Europe/Berlin''; repeat_after: a finding that stays is told again after so long (at least a minute), or never; reason: why, 1 to 1000 bytes. A finding of a kept report that a rule means is told by NOTIFY on copilot_alert, and to copilot.webhook_url, when it is new or worse, and when it is gone. Errors: 22004 NULL name, severity or reason, 22023 an argument that is none, P0002 no such group or check, 42501 not copilot_writer';

-- API: public
create function copilot.drop_alert_rule(name text, reason text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'drop_alert_rule_wrapper';
comment on function copilot.drop_alert_rule(text, text) is
  'Removes an alert rule. What was told stays open until it is gone. reason: why, 1 to 1000 bytes. Errors: 22004 NULL, 22023 no reason, P0002 no such rule, 42501 not copilot_writer';

-- API: public
create function copilot.deliver_alerts(out waiting bigint, out due bigint, out next_at timestamp with time zone)
  returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'deliver_alerts_wrapper';
comment on function copilot.deliver_alerts() is
  'Has a background worker send what is due to copilot.webhook_url, and does not wait for it. One row: waiting: messages that wait; due: those that are due now; next_at: when the next of the others is. For pg_cron, where reports are rare. Errors: 55000 no webhook is set, 57P03 no free slot for a worker, 42501 not copilot_writer';

-- sql/functions/ask.sql

-- Asking.

-- API: public
create function copilot.ask(question text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'ask_wrapper';
comment on function copilot.ask(text) is
  'Answers a question about this database in plain words (English), each sentence with the ids of its evidence, and says what was looked at and what could not be. Without evidence the answer is "I don''t know". question: up to 8 kB. Errors: 22004 NULL, 22023 empty or too long. Whole without a model and without a network; where copilot.llm_url is set, a model words it, or one line says why not';

-- API: public
create procedure copilot.ask_in_steps(question text, inout answer text default null)
  language c as 'MODULE_PATHNAME', 'ask_in_steps_wrapper';
comment on procedure copilot.ask_in_steps(text, text) is
  'ask() that commits when it has read the facts, and waits for the model without a snapshot: CALL copilot.ask_in_steps(''why is it slow?''). question: up to 8 kB; answer: the answer, what is passed in counts for nothing. Commits what the session has done so far, so it is refused where the server allows no commit. Errors: 25001 inside a transaction block or a function, else as ask()';

-- API: public
create function copilot.answer(
  question text,
  out answer text, out confidence text, out evidence jsonb, out actions jsonb, out tokens bigint, out audit_id bigint
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'answer_wrapper';
comment on function copilot.answer(text) is
  'ask() as one row: answer; confidence (high, medium, low or none); evidence: the pieces cited; actions: what could be done, with its SQL and its revert; tokens: what a model was paid for, 0 without one, NULL when its server does not tell; audit_id: the row in copilot.audit, and copilot.evidence(audit_id). Errors: as ask()';

-- sql/functions/audit.sql

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

-- sql/functions/decisions.sql

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

-- sql/functions/gate.sql

-- SQL that a person wrote, through the gate.

-- API: public
create function copilot.run_sql(sql text) returns setof jsonb
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'run_sql_wrapper';
comment on function copilot.run_sql(text) is
  'Runs one statement that only reads (SELECT, VALUES, TABLE, WITH ... SELECT, SHOW, plain EXPLAIN) with the rights of the caller, a superuser''s reduced to those of copilot_gate, and gives its rows, an object a row. Functions run only when they are in the reviewed list. Capped in time, memory, temporary files, cost, rows and bytes by the settings copilot.gate_*. Errors: 22004 NULL, 22023 empty, 2F003 a statement that may not run here, 54000 and 57014 over a cap, 42501 a right is lacking (the hint names the GRANT), and those of the statement itself';

-- API: public
create function copilot.explain(sql text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'explain_sql_wrapper';
comment on function copilot.explain(text) is
  'The plan of one statement: what costs most in one sentence, then the tree with the planner''s estimates. It is planned with the rights of the caller, a superuser''s reduced to those of copilot_gate, and never run; of UPDATE, DELETE and INSERT the search for their rows is planned. Constants may be $1, $2. Errors: as run_sql(), and 0A000 for a statement that has no plan';

-- API: public
create function copilot.explain(queryid bigint) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'explain_queryid_wrapper';
comment on function copilot.explain(bigint) is
  'The plan of a statement that pg_stat_statements has counted, as the role that ran it and where that role''s names are looked up; for that role, its members and superusers. It is a stranger''s text: planned only when every function in it is in the reviewed list, and never run. queryid: from explain_slow(). Errors: 22004 NULL, P0002 no such statement, 0A000 no plan (the detail says why), and those of explain_slow()';

-- API: private
create function copilot._at_most(value anyelement, most bigint) returns anyelement
  language c immutable parallel safe as 'MODULE_PATHNAME', '_at_most_wrapper';
comment on function copilot._at_most(anyelement, bigint) is
  'Gives the value on, or raises 54000 when it is larger than most: a whole number by itself, anything else by its bytes. NULL for NULL. It answers a cancel. The gate puts it around computed arguments of functions that cannot be ended while they run';

-- API: private
create function copilot._sequence_last_value(sequence oid) returns bigint
  language c volatile parallel unsafe as 'MODULE_PATHNAME', '_sequence_last_value_wrapper';
comment on function copilot._sequence_last_value(oid) is
  'What pg_sequence_last_value() says of a sequence, read under ACCESS SHARE: NULL when it was not called yet. The gate puts it in the place of the server''s, which locks the sequence until the transaction of the caller ends. Errors: 22023 not a sequence, 42501 neither SELECT nor USAGE (before 17; NULL since)';

-- API: public
create function copilot.gate_allow(function regprocedure, reason text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'gate_allow_wrapper';
comment on function copilot.gate_allow(regprocedure, text) is
  'Lets statements in run_sql(), explain() and explain_slow() call a function that is not in the reviewed list, for superusers. It holds as long as the function stays what it is: text, library, owner, language, settings, rights and properties; after any change it is refused until it is allowed anew. What the function calls is not looked at: read that too. Of an aggregate each function it is made of has to be allowed as well. reason: why it is harmless, at most 1000 characters. Errors: 22004 NULL, 22023 an empty or too long reason or a function that may be called already, 2F003 one that the reviewed list refuses, of the server itself or of this extension, 42501 not a superuser';

-- API: public
create function copilot.gate_forbid(signature text, reason text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'gate_forbid_wrapper';
comment on function copilot.gate_forbid(text, text) is
  'Takes back what gate_allow() allowed, also for a function that is gone; for superusers. signature: as copilot.gate_allowed shows it; reason: why, for the audit. Errors: 22004 NULL, 22023 an empty or too long reason, P0002 no such function is allowed, 42501 not a superuser';

-- API: private
create function copilot._gate_definition(function oid) returns text
  language sql stable parallel safe set search_path = pg_catalog, pg_temp
  as $$
    select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
      row(
        p.prokind, l.lanname, p.prosrc, p.probin, pg_catalog.pg_get_function_sqlbody(p.oid), p.proconfig,
        pg_catalog.pg_get_userbyid(p.proowner), p.prosecdef, p.proleakproof, p.provolatile, p.proisstrict, p.proretset,
        pg_catalog.format_type(p.prorettype, null), p.prosupport::pg_catalog.regprocedure,
        (select a::pg_catalog.text from pg_catalog.pg_aggregate a where a.aggfnoid operator(pg_catalog.=) p.oid)
      )::pg_catalog.text,
      pg_catalog.getdatabaseencoding())), 'hex')
    from pg_catalog.pg_proc p
    join pg_catalog.pg_language l on l.oid operator(pg_catalog.=) p.prolang
    where p.oid operator(pg_catalog.=) function
  $$;
comment on function copilot._gate_definition(oid) is
  'Digest of everything that decides what a function does when it is called: what gate_allow() binds to. NULL when there is no such function';

-- API: public
create view copilot.gate_allowed with (security_barrier) as
  select a.signature, a.reason, a.author, a.at,
         case when p.oid is null then 'gone'
              when copilot._gate_definition(p.oid) operator(pg_catalog.=) a.definition then 'allowed'
              else 'changed'
         end as state
    from copilot._gate_allowed a
    left join (
           select p.oid, i.identity
             from pg_catalog.pg_proc p
            cross join lateral pg_catalog.pg_identify_object('pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0) i
            where p.oid operator(pg_catalog.>=) 16384) p
           on p.identity operator(pg_catalog.=) a.signature;
comment on view copilot.gate_allowed is 'Functions that a superuser allowed in the gate beyond the reviewed list';
comment on column copilot.gate_allowed.signature is 'schema.name(types), as gate_forbid() takes it';
comment on column copilot.gate_allowed.reason is 'Why it is harmless';
comment on column copilot.gate_allowed.author is 'The superuser who allowed it';
comment on column copilot.gate_allowed.at is 'When';
comment on column copilot.gate_allowed.state is 'allowed, or why it is refused: changed since it was allowed, or gone';

-- sql/functions/health.sql

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

-- sql/functions/knowledge.sql

-- Knowledge of the schema.

-- API: public
create function copilot.refresh_knowledge(
  out added integer, out changed integer, out removed integer, out unchanged integer, out ms double precision
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'refresh_knowledge_wrapper';
comment on function copilot.refresh_knowledge() is
  'Reads names, columns, types, keys and comments of all tables, views, materialized views and functions, and stores one document each with its vector, writing only what changed since the last time: one row with the counts and the milliseconds it took. Names are read with the caller''s rights; the store serves everybody, and each search shows only what its caller may see. For copilot_writer. Errors: 42501 when the catalog may not be read, 02000 when it could not be, 25006 in a read-only transaction';

-- API: public
create function copilot.search_schema(
  text text, k integer default 10,
  out rank integer, out schema text, out name text, out kind text, out score double precision, out why text
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'search_schema_wrapper';
comment on function copilot.search_schema(text, integer) is
  'The tables, views, materialized views and functions that a text is about, the likeliest first, of what the caller may read or call at this moment. text: words or a question, in English for other forms of a word to be found; k: 1 to 100 rows. score: between 0 and 1, comparable within one answer only; why: which word stands where. No rows: no word stands in anything the caller may see. Errors: 22004 NULL, 22023 no words, too long, or k out of range, 02000 before the first refresh_knowledge()';

-- sql/functions/metrics.sql

-- What exporters read: a plain view, so that a scrape costs milliseconds and never looks at the database anew.

-- API: public
create view copilot.metrics with (security_invoker) as
  with newest as materialized (
    -- Only so many reports are taken out of their compression, however many are kept.
    select r.at, r.report
    from copilot.reports r
    where r.id operator(pg_catalog.=) any (array(select l.id from copilot.reports l order by l.id desc limit 50))
      and r.kind operator(pg_catalog.=) 'health_report'
      and r.report operator(pg_catalog.#>>) '{server,database}' operator(pg_catalog.=) pg_catalog.current_database()::pg_catalog.text
    order by r.id desc
    limit 1
  ), position as materialized (
    select case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()
                else pg_catalog.pg_current_wal_lsn() end as lsn
  ), limits as materialized (
    select pg_catalog.current_setting('max_connections')::pg_catalog.float8
             operator(pg_catalog.-) pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.float8
             operator(pg_catalog.-) coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::pg_catalog.float8
             as connections
  )
  select 'copilot_report_age_seconds' as name, '{}'::pg_catalog.jsonb as labels,
         extract(epoch from pg_catalog.clock_timestamp() operator(pg_catalog.-) n.at)::pg_catalog.float8 as value, 'gauge' as kind
    from newest n
  union all
  select 'copilot_findings', pg_catalog.jsonb_build_object('severity', s.severity),
         (select pg_catalog.count(*) from pg_catalog.jsonb_array_elements(n.report operator(pg_catalog.->) 'findings') f
           where f.value operator(pg_catalog.->>) 'severity' operator(pg_catalog.=) s.severity)::pg_catalog.float8, 'gauge'
    from newest n
         cross join (values ('critical'), ('high'), ('medium'), ('low'), ('info')) s(severity)
  union all
  select 'copilot_checks', pg_catalog.jsonb_build_object('outcome', o.outcome),
         (n.report operator(pg_catalog.->) 'coverage' operator(pg_catalog.->>) o.outcome)::pg_catalog.float8, 'gauge'
    from newest n
         cross join (values ('ok'), ('with_findings'), ('skipped'), ('not_applicable'), ('errors')) o(outcome)
  union all
  select 'copilot_connections_used_ratio', '{}',
         (select pg_catalog.sum(d.numbackends)::pg_catalog.float8 from pg_catalog.pg_stat_database d)
           operator(pg_catalog./) l.connections, 'gauge'
    from limits l
  union all
  select 'copilot_in_recovery', '{}', pg_catalog.pg_is_in_recovery()::pg_catalog.int4::pg_catalog.float8, 'gauge'
  union all
  select 'copilot_database_xid_age_transactions', pg_catalog.jsonb_build_object('datname', d.datname),
         pg_catalog.age(d.datfrozenxid)::pg_catalog.float8, 'gauge'
    from pg_catalog.pg_database d where d.datallowconn
  union all
  select 'copilot_database_mxid_age_multixacts', pg_catalog.jsonb_build_object('datname', d.datname),
         pg_catalog.mxid_age(d.datminmxid)::pg_catalog.float8, 'gauge'
    from pg_catalog.pg_database d where d.datallowconn
  union all
  select v.name, pg_catalog.jsonb_build_object('datname', d.datname), v.value, 'counter'
    from pg_catalog.pg_stat_database d
         cross join lateral (values
           ('copilot_database_blocks_hit_total', d.blks_hit::pg_catalog.float8),
           ('copilot_database_blocks_read_total', d.blks_read::pg_catalog.float8),
           ('copilot_database_rollbacks_total', d.xact_rollback::pg_catalog.float8),
           ('copilot_database_deadlocks_total', d.deadlocks::pg_catalog.float8),
           ('copilot_database_temp_bytes_total', d.temp_bytes::pg_catalog.float8),
           ('copilot_database_checksum_failures_total', d.checksum_failures::pg_catalog.float8)
         ) v(name, value)
   where d.datname is not null and v.value is not null
  union all
  select 'copilot_wal_bytes_total', '{}', w.wal_bytes::pg_catalog.float8, 'counter' from pg_catalog.pg_stat_wal w
  union all
  select v.name, '{}', v.value, 'counter'
    from pg_catalog.pg_stat_archiver a
         cross join lateral (values
           ('copilot_archived_files_total', a.archived_count::pg_catalog.float8),
           ('copilot_archive_failures_total', a.failed_count::pg_catalog.float8)
         ) v(name, value)
  union all
  select 'copilot_slot_retained_bytes',
         pg_catalog.jsonb_build_object('slot_name', s.slot_name, 'slot_type', s.slot_type, 'active', s.active),
         pg_catalog.pg_wal_lsn_diff(p.lsn, s.restart_lsn)::pg_catalog.float8, 'gauge'
    from pg_catalog.pg_replication_slots s cross join position p
   where s.restart_lsn is not null and p.lsn is not null
  union all
  select 'copilot_standby_behind_bytes',
         pg_catalog.jsonb_build_object('application_name', r.application_name, 'client_addr', r.client_addr),
         pg_catalog.pg_wal_lsn_diff(p.lsn, r.replay_lsn)::pg_catalog.float8, 'gauge'
    from pg_catalog.pg_stat_replication r cross join position p
   where r.replay_lsn is not null and p.lsn is not null
  union all
  select 'copilot_prepared_transactions', '{}', pg_catalog.count(*)::pg_catalog.float8, 'gauge' from pg_catalog.pg_prepared_xacts
  union all
  select 'copilot_oldest_transaction_seconds', '{}',
         coalesce(extract(epoch from pg_catalog.max(pg_catalog.clock_timestamp() operator(pg_catalog.-) a.xact_start)), 0)::pg_catalog.float8,
         'gauge'
    from pg_catalog.pg_stat_activity a
   where pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') and a.backend_type operator(pg_catalog.=) 'client backend'
  having pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage');
comment on view copilot.metrics is
  'Numbers for exporters, with the rights of whoever selects: what these do not show is not there. Findings are those of the newest kept health report of this database that you may see; nothing is examined by a scrape';
comment on column copilot.metrics.name is 'In Prometheus'' manner, with its unit: copilot_report_age_seconds';
comment on column copilot.metrics.labels is 'Labels and their values; never NULL';
comment on column copilot.metrics.value is 'The number';
comment on column copilot.metrics.kind is 'gauge, or counter (it only grows until statistics are reset)';

-- sql/functions/model.sql

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

-- sql/functions/pii.sql

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

-- sql/functions/schedule.sql

-- Schedules.

-- API: public
create function copilot.schedule_health(cron text) returns bigint
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'schedule_health_wrapper';
comment on function copilot.schedule_health(text) is
  'Has pg_cron run copilot.health_report() in this database, as the role that calls. cron: when, as pg_cron takes it (''0 6 * * *''); calling again changes it; ''off'' removes it. Returns the number of the job, or NULL when there was none to remove; a NOTICE says what runs when. One job for each database and role. Errors: 22004 NULL, 22023 empty, 42704 pg_cron is not loaded, not installed here or keeps its jobs in another database (the hint has the statement to type), 42501 no USAGE on schema cron, and those of pg_cron for a schedule it cannot read';

-- sql/functions/slow.sql

-- Slow queries, from pg_stat_statements.

-- API: public
create function copilot.explain_slow(
  top integer default 5,
  out rank integer, out queryid bigint, out role text, out query text, out calls bigint,
  out total_ms double precision, out mean_ms double precision, out share_percent double precision,
  out rows_per_call double precision, out blocks_hit bigint, out blocks_read bigint, out hit_percent double precision,
  out temp_blocks bigint, out finding text, out next_step text, out also jsonb,
  out plan text, out plan_tree jsonb, out evidence jsonb
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'explain_slow_wrapper';
comment on function copilot.explain_slow(integer) is
  'The statements of this database that cost most in total, a row a statement: times in milliseconds, share of all time in percent, blocks of 8 kB, one plain sentence that the counters prove, and the next step. top: 1 to 100. plan: what costs most by the planner''s estimate, or why the statement has no plan; plan_tree: its steps. Each is planned as the role that ran it, after the checks of run_sql(), and nothing is run. Source: pg_stat_statements since its last reset. Errors: 22004 NULL, 22023 top out of range, 42704 pg_stat_statements missing, 02000 nothing counted yet';

-- API: public
create function copilot.slow_report(top integer default 5, format text default 'text') returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'slow_report_wrapper';
comment on function copilot.slow_report(integer, text) is
  'explain_slow() as a text to read or to mail. top: 1 to 100; format: text, markdown or json. Errors: as explain_slow(), and 22023 for another format';

-- sql/finalize.sql

-- Who may do what. Nothing is open to PUBLIC. The right to ask gives nothing else: facts are read with the caller's rights.

revoke all on schema copilot from public;
revoke all on all routines in schema copilot from public;
revoke all on all tables in schema copilot from public;

-- The owner's default privileges may have opened what was just made.
do $$
declare
  opened record;
begin
  for opened in
    select pg_catalog.format('schema %I', n.nspname) as object, a.grantee
      from pg_catalog.pg_namespace n cross join lateral pg_catalog.aclexplode(n.nspacl) a
      where n.nspname operator(pg_catalog.=) 'copilot' and a.grantee operator(pg_catalog.<>) n.nspowner
    union
    select pg_catalog.format('table %I.%I', n.nspname, c.relname), a.grantee
      from pg_catalog.pg_namespace n
      join pg_catalog.pg_class c on c.relnamespace operator(pg_catalog.=) n.oid
      cross join lateral pg_catalog.aclexplode(c.relacl) a
      where n.nspname operator(pg_catalog.=) 'copilot' and a.grantee operator(pg_catalog.<>) c.relowner
    union
    select pg_catalog.format('routine %s', p.oid::pg_catalog.regprocedure), a.grantee
      from pg_catalog.pg_namespace n
      join pg_catalog.pg_proc p on p.pronamespace operator(pg_catalog.=) n.oid
      cross join lateral pg_catalog.aclexplode(p.proacl) a
      where n.nspname operator(pg_catalog.=) 'copilot' and a.grantee operator(pg_catalog.<>) p.proowner
  loop
    -- PUBLIC, whose oid is 0, was taken care of above.
    execute pg_catalog.format('revoke all on %s from %s', opened.object, opened.grantee::pg_catalog.regrole);
  end loop;
end
$$;

grant usage on schema copilot to copilot_reader, copilot_writer, copilot_auditor;

grant select on
  copilot.audit,
  copilot.egress,
  copilot.gate_allowed,
  copilot.metrics,
  copilot.overrides,
  copilot.own_checks,
  copilot.reports,
  copilot.suppressions
  to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot._at_most(anyelement, bigint), copilot._sequence_last_value(oid)
  to copilot_reader, copilot_writer, copilot_gate;
grant execute on function copilot._gate_definition(oid) to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot._audit_rows(), copilot._egress_rows() to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot._report_hash(bigint) to copilot_reader, copilot_writer, copilot_auditor;
grant execute on function copilot.evidence(bigint) to copilot_reader, copilot_writer, copilot_auditor;
grant select on copilot.alert_rules to copilot_reader, copilot_writer, copilot_auditor;
-- It names objects of everybody's reports.
grant select on copilot.alerts to copilot_writer, copilot_auditor;
grant execute on function
  copilot.add_check(text, text, text, text),
  copilot.deliver_alerts(),
  copilot.drop_alert_rule(text, text),
  copilot.drop_check(text, text),
  copilot.refresh_knowledge(),
  copilot.reset_threshold(text, text, text),
  copilot.schedule_health(text),
  copilot.set_alert_rule(text, text, text, text, text, interval, text),
  copilot.set_threshold(text, text, double precision, text),
  copilot.suppress(text, text, timestamp with time zone),
  copilot.unsuppress(text, text)
  to copilot_writer;
-- Who may erase and prune is not who is audited: neither asks.
grant execute on function
  copilot.erase_audit_text(bigint, text),
  copilot.prune_audit(timestamp with time zone),
  copilot.verify_audit(text)
  to copilot_auditor;

grant execute on function
  copilot.ask(text),
  copilot.answer(text),
  copilot.checks(),
  copilot.compliance_report(text, text),
  copilot.doctor(),
  copilot.explain(bigint),
  copilot.explain(text),
  copilot.explain_check(text),
  copilot.explain_slow(integer),
  copilot.findings(),
  copilot.health_diff(timestamp with time zone),
  copilot.health_report(text),
  copilot.pii_scan(text, integer),
  copilot.preview_prompt(text),
  copilot.run_sql(text),
  copilot.search_schema(text, integer),
  copilot.slow_report(integer, text)
  to copilot_reader, copilot_writer;
grant execute on procedure copilot.ask_in_steps(text, text) to copilot_reader, copilot_writer;
