-- Whether a superuser has allowed this function ($1: its OID, $2: schema.name(types)), and it still is what it was then.
select exists (
  select
  from copilot._gate_allowed a
  join pg_catalog.pg_proc p on p.oid = $1
  where a.signature = $2
    and a.definition = pg_catalog.md5(
      row(p.prosrc, p.probin, p.prosqlbody, p.proconfig, p.prolang, p.proowner, p.prosecdef, p.provolatile)::pg_catalog.text)
)
