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
