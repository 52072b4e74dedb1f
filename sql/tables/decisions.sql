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
