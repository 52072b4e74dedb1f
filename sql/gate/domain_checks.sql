-- The checks of a domain ($1) and of the domains it is made of.
with recursive made_of (domain) as (
  select $1
  union all
  select t.typbasetype from made_of m join pg_catalog.pg_type t on t.oid = m.domain and t.typtype = 'd'
)
select pg_catalog.format('domain "%s"', k.contypid::pg_catalog.regtype), k.conbin::pg_catalog.text
from made_of m
join pg_catalog.pg_constraint k on k.contypid = m.domain
where k.conbin is not null
