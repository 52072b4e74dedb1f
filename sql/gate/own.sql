-- A function of this extension ($1: its name, which has one declaration).
select p.oid
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where n.nspname = 'copilot' and p.proname = $1::pg_catalog.name
