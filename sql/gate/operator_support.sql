-- What compares and hashes where one of these operators ($1: oid[]) orders, groups or joins: the operator's own function
-- is not asked then.
select distinct s.amproc::pg_catalog.oid
from pg_catalog.pg_amop o
join pg_catalog.pg_amproc s on s.amprocfamily = o.amopfamily
where o.amopopr = any ($1)
