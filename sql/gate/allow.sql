-- Allows a function ($1: its OID, $2: schema.name(types), $3: the reason, $4: who).
insert into copilot._gate_allowed (signature, definition, reason, author)
values ($2, copilot._gate_definition($1), $3, $4)
on conflict (signature) do update
  set definition = excluded.definition, reason = excluded.reason, author = excluded.author, at = pg_catalog.now()
