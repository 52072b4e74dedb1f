-- Functions that the server would find by a type ($1) alone: its casts, and what a range type was made with.
select c.castfunc from pg_catalog.pg_cast c where $1 in (c.castsource, c.casttarget) and c.castfunc <> 0
union
select f.function
from pg_catalog.pg_range r
cross join lateral (values (r.rngcanonical::pg_catalog.oid), (r.rngsubdiff::pg_catalog.oid)) f (function)
where r.rngtypid = $1 and f.function <> 0
