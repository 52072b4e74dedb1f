-- Sequences and how far they have come. Reading one opens it, so those locked away, those without a grant and
-- those after the first 1,000 (smallest limits first) are listed with the reason instead of a value. They are read by
-- SELECT: pg_sequence_last_value() would take ROW EXCLUSIVE on each until the end of the caller's transaction (before 18).
with locked as (
    select distinct l.relation from pg_catalog.pg_locks l
     where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.pid <> pg_catalog.pg_backend_pid()
       and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
), listed as (
    select s.*, c.relname, n.nspname,
           l.relation is not null as is_locked,
           pg_catalog.has_sequence_privilege(c.oid, 'select') as is_granted,
           pg_catalog.has_schema_privilege(n.oid, 'usage') as is_in_reach,
           c.relpersistence = 'u' and pg_catalog.pg_is_in_recovery() as is_elsewhere,
           pg_catalog.row_number() over (order by s.seqmax, s.seqrelid) > 1000 as is_beyond_cap
      from pg_catalog.pg_sequence s
           join pg_catalog.pg_class c on c.oid = s.seqrelid
           join pg_catalog.pg_namespace n on n.oid = c.relnamespace
           left join locked l on l.relation = c.oid
     where c.relpersistence <> 't'
       and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
)
select s.seqrelid::pg_catalog.int8 as oid,
       s.nspname as schema_name,
       s.relname as sequence_name,
       t.typname as type_name,
       s.seqstart as start_value,
       s.seqmin as min_value,
       s.seqmax as max_value,
       s.seqincrement as increment,
       s.seqcycle as cycles,
       s.is_granted,
       s.is_in_reach,
       s.is_locked,
       s.is_beyond_cap,
       case when s.is_granted and s.is_in_reach and not s.is_locked and not s.is_beyond_cap and not s.is_elsewhere
            then substring(pg_catalog.query_to_xml(pg_catalog.format('select last_value from %I.%I where is_called',
                               s.nspname, s.relname), false, true, '')::pg_catalog.text
                           from '<last_value>(-?[0-9]+)<')::pg_catalog.int8 end as last_value,
       owner_schema.nspname as owner_schema_name,
       owner_table.relname as owner_table_name,
       owner_column.attname as owner_column_name,
       owner_type.typname as owner_type_name
  from listed s
       join pg_catalog.pg_type t on t.oid = s.seqtypid
       left join pg_catalog.pg_depend d
              on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = s.seqrelid and d.objsubid = 0
             and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0
             and d.deptype in ('a', 'i')
       left join pg_catalog.pg_class owner_table on owner_table.oid = d.refobjid
       left join pg_catalog.pg_namespace owner_schema on owner_schema.oid = owner_table.relnamespace
       left join pg_catalog.pg_attribute owner_column
              on owner_column.attrelid = d.refobjid and owner_column.attnum = d.refobjsubid
       left join pg_catalog.pg_type owner_type on owner_type.oid = owner_column.atttypid
