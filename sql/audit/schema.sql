-- The audit's own schema, made by the writer at its first start as the extension's owner. Not members of the
-- extension, so that pg_dump takes them whole; their triggers depend on a function of the extension, so that the
-- server itself refuses DROP EXTENSION.

create schema copilot_audit;
revoke all on schema copilot_audit from public;
comment on schema copilot_audit is 'copilot_ext: the audit chain. Kept by pg_dump; read it through the view copilot.audit';

create table copilot_audit.entry (
  seq bigint not null check (seq > 0),
  at timestamp with time zone not null,
  kind text not null,
  call bigint,
  canonical text not null,
  link bytea not null check (pg_catalog.octet_length(link) = 32),
  primary key (seq, at)
) partition by range (at);
create index entry_call on copilot_audit.entry (call) where call is not null;
create index entry_rare on copilot_audit.entry (seq) where kind not in ('open', 'close');
comment on table copilot_audit.entry is 'The chain: link = HMAC-SHA256(key, previous link || canonical), append-only';
comment on column copilot_audit.entry.seq is 'Place in the chain, without gaps';
comment on column copilot_audit.entry.at is 'When the entry was made';
comment on column copilot_audit.entry.kind is 'genesis, moved, open, close, egress, imported, rekey, erase or retention';
comment on column copilot_audit.entry.call is 'For a close and an egress: seq of the opening entry';
comment on column copilot_audit.entry.canonical is 'What was signed: JSON, keys sorted, ASCII';
comment on column copilot_audit.entry.link is 'The HMAC over the previous link and canonical';

create table copilot_audit.text (
  seq bigint not null,
  at timestamp with time zone not null,
  name text not null,
  salt bytea not null,
  body text not null,
  primary key (seq, name, at)
) partition by range (at);
comment on table copilot_audit.text is 'Free texts of entries, beside the chain, which holds only their salted hashes';
comment on column copilot_audit.text.seq is 'The entry it belongs to';
comment on column copilot_audit.text.at is 'The time of the entry';
comment on column copilot_audit.text.name is 'question, application, answer, evidence or error; of an erase: reason';
comment on column copilot_audit.text.salt is 'The entry holds SHA-256(salt || UTF-8 of body)';
comment on column copilot_audit.text.body is 'The text itself';

create table copilot_audit.open_call (
  seq bigint primary key,
  pid integer not null,
  backend_start timestamp with time zone not null
);
comment on table copilot_audit.open_call is 'Work list of the writer: calls without a closing entry yet. Not part of the chain';
comment on column copilot_audit.open_call.seq is 'The opening entry';
comment on column copilot_audit.open_call.pid is 'The backend that made the call';
comment on column copilot_audit.open_call.backend_start is 'When that backend started';

create trigger append_only before update or delete on copilot_audit.entry
  for each row execute function copilot._audit_is_append_only();
alter table copilot_audit.entry enable always trigger append_only;
create trigger no_truncate before truncate on copilot_audit.entry
  for each statement execute function copilot._audit_is_append_only();
alter table copilot_audit.entry enable always trigger no_truncate;
create trigger append_only before update or delete on copilot_audit.text
  for each row execute function copilot._audit_is_append_only();
alter table copilot_audit.text enable always trigger append_only;
create trigger no_truncate before truncate on copilot_audit.text
  for each statement execute function copilot._audit_is_append_only();
alter table copilot_audit.text enable always trigger no_truncate;
