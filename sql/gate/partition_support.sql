-- Support functions of the operator classes by which these relations ($1: oid[]) are partitioned: pruning runs them.
select distinct a.amproc::pg_catalog.oid
from pg_catalog.pg_partitioned_table p
cross join lateral pg_catalog.unnest(p.partclass::pg_catalog.oid[]) c (opclass)
join pg_catalog.pg_opclass o on o.oid = c.opclass
join pg_catalog.pg_amproc a on a.amprocfamily = o.opcfamily
where p.partrelid = any ($1)
