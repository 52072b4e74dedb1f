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
