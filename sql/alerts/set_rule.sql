-- $1 name, $2 least severity, $3 group, $4 check, $5 and $6 quiet minutes, $7 their zone, $8 repeat after, $9 reason,
-- $10 author. The zone is tried, so that one the server does not know is refused.
insert into copilot._alert_rules
  (name, min_severity, check_group, check_name, quiet_from_minute, quiet_until_minute, quiet_zone, repeat_after, reason, author)
select $1, $2, $3, $4, $5, $6, z.zone, $8, $9, $10
from (select $7::text as zone, now() at time zone coalesce($7::text, 'UTC') as tried) z
where z.tried is not null
on conflict (name) do update set
  min_severity = excluded.min_severity, check_group = excluded.check_group, check_name = excluded.check_name,
  quiet_from_minute = excluded.quiet_from_minute, quiet_until_minute = excluded.quiet_until_minute,
  quiet_zone = excluded.quiet_zone, repeat_after = excluded.repeat_after, reason = excluded.reason,
  author = excluded.author, at = now()
