-- Functions that the server would find by a type ($1) alone: its casts, what a range type was made with, and what
-- compares and hashes its values.
select c.castfunc from pg_catalog.pg_cast c where $1 in (c.castsource, c.casttarget) and c.castfunc <> 0
union
select f.function
from pg_catalog.pg_range r
cross join lateral (values (r.rngcanonical::pg_catalog.oid), (r.rngsubdiff::pg_catalog.oid)) f (function)
where r.rngtypid = $1 and f.function <> 0
union
select a.amproc
from pg_catalog.pg_range r
join pg_catalog.pg_opclass o on o.oid = r.rngsubopc
join pg_catalog.pg_amproc a on a.amprocfamily = o.opcfamily
where r.rngtypid = $1
union
select a.amproc from pg_catalog.pg_amproc a where $1 in (a.amproclefttype, a.amprocrighttype)
union
select o.oprcode
from pg_catalog.pg_amop a
join pg_catalog.pg_operator o on o.oid = a.amopopr
where $1 in (a.amoplefttype, a.amoprighttype)
