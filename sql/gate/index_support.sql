-- Support functions of the operator classes of these relations' indexes ($1: oid[]) that are not the server's own.
select distinct a.amproc::pg_catalog.oid
from pg_catalog.pg_index i
cross join lateral pg_catalog.unnest(i.indclass::pg_catalog.oid[]) c (opclass)
join pg_catalog.pg_opclass o on o.oid = c.opclass and o.oid >= 16384
join pg_catalog.pg_amproc a on a.amprocfamily = o.opcfamily
where i.indrelid = any ($1)
