-- The rules, with the time in the zone of their quiet hours now.
select
  r.name, r.min_severity, r.check_group, r.check_name, r.quiet_from_minute::bigint, r.quiet_until_minute::bigint,
  (extract(hour from l.time) * 60 + extract(minute from l.time))::bigint,
  ceil(extract(epoch from r.repeat_after))::bigint
from copilot._alert_rules r
cross join lateral (select clock_timestamp() at time zone coalesce(r.quiet_zone, 'UTC') as time) l
order by r.name
