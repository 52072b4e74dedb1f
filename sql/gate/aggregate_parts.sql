-- The functions that an aggregate ($1) is made of.
select distinct f.part::pg_catalog.oid
from pg_catalog.pg_aggregate a
cross join lateral (
  values (a.aggtransfn), (a.aggfinalfn), (a.aggcombinefn), (a.aggserialfn), (a.aggdeserialfn), (a.aggmtransfn),
         (a.aggminvtransfn), (a.aggmfinalfn)
) f (part)
where a.aggfnoid = $1 and f.part::pg_catalog.oid <> 0
