-- What waits: how much, how much of it is due, how long until the next of the others in milliseconds, and when that is.
select
  count(*), count(*) filter (where o.due_at <= clock_timestamp()),
  ceil(extract(epoch from min(o.due_at) filter (where o.due_at > clock_timestamp()) - clock_timestamp()) * 1000)::bigint,
  min(o.due_at) filter (where o.due_at > clock_timestamp())
from copilot._alert_outbox o
where o.outcome = 'waiting'
