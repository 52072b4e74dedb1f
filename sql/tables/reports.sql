-- Every health report is kept. Written by the audit writer, so a report survives ROLLBACK.

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
comment on column copilot._reports.report is 'The whole report, as health_report(''json'') gives it';
comment on column copilot._reports.entry is 'The closing entry of the call in the audit chain, which holds the report''s salted hash';
comment on column copilot._reports.salt is 'The salt of that hash';
select pg_catalog.pg_extension_config_dump('copilot._reports', '');

-- API: public
create view copilot.reports with (security_barrier) as
  select r.id, r.at, r.author, r.verdict, r.report
  from copilot._reports r
  where r.author operator(pg_catalog.=) current_user::pg_catalog.text
     or pg_catalog.pg_has_role(current_user, 'copilot_auditor', 'usage');
comment on view copilot.reports is 'Kept health reports: your own; all of them for copilot_auditor';
comment on column copilot.reports.id is 'The audit id of the call that made it: copilot.evidence(id)';
comment on column copilot.reports.at is 'When it was kept';
comment on column copilot.reports.author is 'The role that asked for it';
comment on column copilot.reports.verdict is 'Its first line';
comment on column copilot.reports.report is 'The whole report, as health_report(''json'') gives it';
