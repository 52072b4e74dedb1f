-- The vectors as the type of extension vector. {vector} stands for the quoted schema of the extension.
create table copilot._vectors (
  id integer primary key,
  embedding {vector}.vector(512) not null
);
-- A vector of 512 dimensions is just above what is moved out of line.
alter table copilot._vectors alter column embedding set storage plain;
comment on table copilot._vectors is 'The vectors of copilot._embeddings as the type of extension vector';
comment on column copilot._vectors.id is 'The document';
comment on column copilot._vectors.embedding is 'Hashed stems and n-grams';
revoke all on copilot._vectors from public;
do $$
declare
  grantee pg_catalog.oid;
begin
  -- What the default privileges of the owner opened.
  for grantee in
    select distinct a.grantee
      from pg_catalog.pg_class c cross join lateral pg_catalog.aclexplode(c.relacl) a
     where c.oid operator(pg_catalog.=) 'copilot._vectors'::pg_catalog.regclass
       and a.grantee operator(pg_catalog.<>) c.relowner
  loop
    execute pg_catalog.format('revoke all on copilot._vectors from %s', grantee::pg_catalog.regrole);
  end loop;
end
$$;
-- A member: a dump leaves it out, and DROP EXTENSION takes it along.
alter extension copilot_ext add table copilot._vectors;
insert into copilot._vectors (id, embedding)
  select e.id, e.embedding::{vector}.vector from copilot._embeddings e;
