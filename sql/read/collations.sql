-- This database's default collation and those that its columns and indexes use, with the version of the library they were
-- made with and the version that sorts now. Those without versions (C, POSIX) are not among them.
select 'database' as kind,
       null as schema_name,
       d.datname as collation_name,
       d.datcollversion as recorded_version,
       pg_catalog.pg_database_collation_actual_version(d.oid) as actual_version
  from pg_catalog.pg_database d
 where d.datname = pg_catalog.current_database()
   and d.datcollversion is not null
union all
select 'collation',
       n.nspname,
       c.collname,
       c.collversion,
       pg_catalog.pg_collation_actual_version(c.oid)
  from (select o.oid, o.collname, o.collnamespace, o.collversion
          from pg_catalog.pg_collation o
         where o.collversion is not null
           and exists (select from pg_catalog.pg_depend d
                        where d.refclassid = 'pg_catalog.pg_collation'::pg_catalog.regclass and d.refobjid = o.oid)
        offset 0) c
       join pg_catalog.pg_namespace n on n.oid = c.collnamespace
