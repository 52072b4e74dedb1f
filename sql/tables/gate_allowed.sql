-- Functions that a superuser has read and allowed in the gate, beyond the reviewed list.

-- API: private
create table copilot._gate_allowed (
  signature text primary key,
  definition text not null,
  reason text not null,
  author text not null,
  at timestamp with time zone not null default pg_catalog.now()
);
comment on table copilot._gate_allowed is 'Functions allowed in copilot.run_sql() by copilot.gate_allow()';
comment on column copilot._gate_allowed.signature is 'schema.name(types) of the function';
comment on column copilot._gate_allowed.definition is 'Digest of what it was when it was allowed; a changed function is not allowed any more';
comment on column copilot._gate_allowed.reason is 'Why it is harmless';
comment on column copilot._gate_allowed.author is 'The superuser who allowed it';
comment on column copilot._gate_allowed.at is 'When';
select pg_catalog.pg_extension_config_dump('copilot._gate_allowed', '');
