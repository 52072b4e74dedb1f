-- Allows a function ($1: its OID, $2: schema.name(types), $3: the reason, $4: who).
insert into copilot._gate_allowed (signature, definition, reason, author)
select $2,
       pg_catalog.md5(
         row(p.prosrc, p.probin, p.prosqlbody, p.proconfig, p.prolang, p.proowner, p.prosecdef, p.provolatile)::pg_catalog.text),
       $3,
       $4
from pg_catalog.pg_proc p
where p.oid = $1
on conflict (signature) do update
  set definition = excluded.definition, reason = excluded.reason, author = excluded.author, at = pg_catalog.now()
