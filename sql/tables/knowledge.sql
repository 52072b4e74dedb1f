-- What search_schema() looks in: one document per object, with its vector and the postings of its stems. All of it is
-- made by refresh_knowledge() from the catalog and can be made again, so a dump leaves the rows out. Nobody may read
-- these tables: searching asks for each object whether the caller may see it.

-- API: private
create table copilot._knowledge (
  is_only boolean primary key default true check (is_only),
  refreshed_at timestamp with time zone not null,
  catalogue bytea not null
);
alter table copilot._knowledge alter column catalogue set storage external;
comment on table copilot._knowledge is 'One row once knowledge was refreshed; read it through copilot.search_schema()';
comment on column copilot._knowledge.is_only is 'There is at most one row';
comment on column copilot._knowledge.refreshed_at is 'When refresh_knowledge() last ran';
comment on column copilot._knowledge.catalogue is 'All documents and stems, packed';

-- API: private
create table copilot._documents (
  id integer primary key,
  is_routine boolean not null,
  oid oid not null,
  fingerprint bigint not null,
  document jsonb not null,
  unique (is_routine, oid)
);
comment on table copilot._documents is 'One document per table, view, materialized view and function';
comment on column copilot._documents.id is 'Its number in the catalogue, postings and vectors';
comment on column copilot._documents.is_routine is 'Whether oid is of pg_proc, else of pg_class';
comment on column copilot._documents.oid is 'The object';
comment on column copilot._documents.fingerprint is 'Changes with the document';
comment on column copilot._documents.document is 'Name, columns, types, keys and comments';

-- API: private
create table copilot._postings (
  stem integer primary key,
  fingerprint bigint not null,
  postings bytea not null
);
alter table copilot._postings alter column postings set storage external;
comment on table copilot._postings is 'Where each stem stands';
comment on column copilot._postings.stem is 'Its number in the catalogue';
comment on column copilot._postings.fingerprint is 'Changes with the postings';
comment on column copilot._postings.postings is 'Documents with this stem, and where in them it stands, packed';

-- API: private
create table copilot._embeddings (
  id integer primary key,
  embedding real[] not null
);
alter table copilot._embeddings alter column embedding set storage plain;
comment on table copilot._embeddings is 'The vector of each document; with extension vector a second table holds them as its type';
comment on column copilot._embeddings.id is 'The document';
comment on column copilot._embeddings.embedding is 'Hashed stems and n-grams, 512 dimensions';

-- API: private
create table copilot._vectors (
  id integer primary key
);
comment on table copilot._vectors is 'The vectors as the type of extension vector, in a column that refresh_knowledge() adds once that extension is there';
comment on column copilot._vectors.id is 'The document';
