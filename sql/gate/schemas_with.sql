-- Schemas that have a relation of this name ($1), as bytes: a name need not be text in every encoding.
select pg_catalog.convert_to(n.nspname::pg_catalog.text, pg_catalog.getdatabaseencoding())
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relname = $1::pg_catalog.name
  and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
