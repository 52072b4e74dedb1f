-- What can be looked for by name: tables, views, materialized views and functions of users, with their columns, types,
-- keys and comments. Partitions are left to their parent, members to their extension. Opens none of them.
with members as (
    select d.classid, d.objid from pg_catalog.pg_depend d where d.deptype = 'e'
), relations as (
    select c.oid, c.relname, c.relkind, n.nspname
      from pg_catalog.pg_class c
           join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f')
       and c.relpersistence <> 't'
       and not c.relispartition
       and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'copilot', 'copilot_audit')
       and not exists (select from members m
                        where m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and m.objid = c.oid)
), columns as (
    select a.attrelid,
           pg_catalog.array_agg(a.attname order by a.attnum) as names,
           pg_catalog.array_agg(t.typname order by a.attnum) as types,
           pg_catalog.array_agg(a.attname order by a.attnum) filter (where a.attnum = any (k.conkey)) as primary_key,
           case when pg_catalog.count(d.description) > 0
                then pg_catalog.array_agg(d.description order by a.attnum) end as comments
      from pg_catalog.pg_attribute a
           join relations r on r.oid = a.attrelid
           join pg_catalog.pg_type t on t.oid = a.atttypid
           left join pg_catalog.pg_constraint k on k.conrelid = a.attrelid and k.contype = 'p'
           left join pg_catalog.pg_description d
                  on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
                 and d.objoid = a.attrelid and d.objsubid = a.attnum
     where a.attnum > 0 and not a.attisdropped
     group by a.attrelid
), foreign_keys as (
    select k.conrelid, pg_catalog.array_agg(distinct k.confrelid::pg_catalog.int8) as refers_to
      from pg_catalog.pg_constraint k
     where k.contype = 'f' and k.conparentid = 0
     group by k.conrelid
)
select case r.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
                      else 'table' end as kind,
       r.oid::pg_catalog.int8 as oid,
       r.nspname as schema_name,
       r.relname as object_name,
       d.description as comment,
       c.names as column_names,
       c.types as column_types,
       c.comments as column_comments,
       c.primary_key,
       f.refers_to
  from relations r
       left join columns c on c.attrelid = r.oid
       left join foreign_keys f on f.conrelid = r.oid
       left join pg_catalog.pg_description d
              on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = r.oid and d.objsubid = 0
union all
select case p.prokind when 'p' then 'procedure' else 'function' end,
       p.oid::pg_catalog.int8,
       n.nspname,
       p.proname,
       d.description,
       p.proargnames::pg_catalog.name[],
       null,
       null,
       null,
       null
  from pg_catalog.pg_proc p
       join pg_catalog.pg_namespace n on n.oid = p.pronamespace
       left join pg_catalog.pg_description d
              on d.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objoid = p.oid and d.objsubid = 0
 where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'copilot', 'copilot_audit')
   and not exists (select from members m
                    where m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and m.objid = p.oid)
