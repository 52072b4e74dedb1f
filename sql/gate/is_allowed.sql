-- Whether a superuser has allowed this function ($1: its OID, $2: schema.name(types)), and it still is what it was then.
select exists (
  select from copilot._gate_allowed a where a.signature = $2 and a.definition = copilot._gate_definition($1)
)
