-- $1: fingerprint, $2: name of the check, $3: object, $4: reason, $5: until, in seconds since 1970, $6: who.
insert into copilot._suppressions (fingerprint, check_name, object, reason, until, author)
values ($1, $2, $3, $4, pg_catalog.to_timestamp($5), $6)
on conflict (fingerprint) do update
  set reason = excluded.reason, until = excluded.until, author = excluded.author, at = pg_catalog.now()
