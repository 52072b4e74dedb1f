-- Transactions prepared for a two-phase commit, of all databases.
select p.gid,
       p.owner as owner_name,
       p.database as database_name,
       extract(epoch from pg_catalog.clock_timestamp() - p.prepared)::pg_catalog.float8 as prepared_seconds,
       pg_catalog.age(p.transaction) as xid_age
  from pg_catalog.pg_prepared_xacts p
