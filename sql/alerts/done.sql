-- $1: a message; $2: what became of it; $3: why it failed, if it did; $4: seconds until it is tried again.
update copilot._alert_outbox o
set outcome = $2, last_error = $3,
  due_at = clock_timestamp() + $4 * interval '1 second',
  done_at = case when $2 <> 'waiting' then clock_timestamp() end
where o.id = $1 and o.outcome = 'waiting'
