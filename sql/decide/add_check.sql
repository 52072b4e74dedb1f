-- $1: id, $2: SQL, $3: severity, $4: reason, $5: who.
insert into copilot._own_checks (id, sql, severity, reason, author)
values ($1, $2, $3, $4, $5)
on conflict (id) do update
  set sql = excluded.sql, severity = excluded.severity, reason = excluded.reason, author = excluded.author,
      at = pg_catalog.now()
