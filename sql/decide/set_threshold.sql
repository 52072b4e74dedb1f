-- $1: check, $2: threshold, $3: value, $4: reason, $5: who.
insert into copilot._overrides (check_id, threshold, value, reason, author)
values ($1, $2, $3, $4, $5)
on conflict (check_id, threshold) do update
  set value = excluded.value, reason = excluded.reason, author = excluded.author, at = pg_catalog.now()
