-- Takes the next message that is due, so that no other sender takes it before $1 seconds are over; then it counts as not
-- sent. Of one finding only the oldest that waits.
update copilot._alert_outbox o
set attempts = o.attempts + 1, due_at = clock_timestamp() + $1 * interval '1 second'
where o.id = (
  select m.id
  from copilot._alert_outbox m
  where m.outcome = 'waiting' and m.due_at <= clock_timestamp()
    and not exists (
      select from copilot._alert_outbox e
      where e.fingerprint = m.fingerprint and e.outcome = 'waiting' and e.id < m.id
    )
  order by m.due_at, m.id
  limit 1
  for update skip locked
)
returning o.id, o.event::text, o.attempts::bigint, extract(epoch from clock_timestamp() - o.at)::bigint
