-- Users' tables with their columns, who may read them, and what hides or shows them: one row a table. Read for one question
-- only, never for a report.
select n.nspname as schema_name,
       c.relname as table_name,
       c.relkind as kind,
       case when c.reltuples >= 0 then c.reltuples::pg_catalog.int8 end as row_estimate,
       c.relrowsecurity as has_row_security,
       pg_catalog.pg_get_userbyid(c.relowner) as owner_name,
       n.nspacl is not null and exists (select from pg_catalog.aclexplode(n.nspacl) a
               where a.grantee = 0 and a.privilege_type = 'USAGE') as is_open_to_public,
       array(select distinct case when a.grantee = 0 then 'PUBLIC' else pg_catalog.pg_get_userbyid(a.grantee)::pg_catalog.text end
               from pg_catalog.aclexplode(c.relacl) a
              where a.privilege_type = 'SELECT' and a.grantee <> c.relowner
              order by 1) as readers,
       (select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
                 'column_name', a.attname,
                 'type_name', pg_catalog.format_type(a.atttypid, a.atttypmod),
                 'base_type', coalesce(b.typname, t.typname),
                 'comment', (select d.description from pg_catalog.pg_description d
                              where d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                and d.objoid = c.oid and d.objsubid = a.attnum),
                 'readers', array(select distinct case when x.grantee = 0 then 'PUBLIC'
                                                  else pg_catalog.pg_get_userbyid(x.grantee)::pg_catalog.text end
                                    from pg_catalog.aclexplode(a.attacl) x
                                   where x.privilege_type = 'SELECT' and x.grantee <> c.relowner
                                   order by 1),
                 'mask', (select l.label from pg_catalog.pg_seclabel l
                           where l.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
                             and l.objoid = c.oid and l.objsubid = a.attnum and l.provider = 'anon'),
                 'views', (select pg_catalog.count(distinct r.ev_class)
                             from pg_catalog.pg_depend d
                                  join pg_catalog.pg_rewrite r on r.oid = d.objid
                            where d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
                              and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                              and d.refobjid = c.oid and d.refobjsubid = a.attnum)
               ) order by a.attnum), '[]')
          from pg_catalog.pg_attribute a
               join pg_catalog.pg_type t on t.oid = a.atttypid
               left join pg_catalog.pg_type b on b.oid = t.typbasetype
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_catalog.pg_class c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p', 'm', 'f') and c.relpersistence <> 't' and c.oid >= 16384 and not c.relispartition
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'copilot', 'copilot_audit')
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
 order by n.nspname, c.relname
