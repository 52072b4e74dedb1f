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
