-- Everything the extension is made of, and that each piece says what it is.
\pset format unaligned
\pset tuples_only on

-- Objects, with whether they have a comment.
select pg_describe_object(d.classid, d.objid, 0) as object,
       case when obj_description(d.objid, d.classid::regclass::name) is null then 'NO COMMENT' else 'commented' end
from pg_depend d
where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
  and d.refobjid = (select oid from pg_extension where extname = 'copilot_ext')
  -- A table's row type and its array come with it.
  and d.classid <> 'pg_type'::regclass
order by 1;

-- Columns of tables and views without a comment.
select format('%s.%s', c.oid::regclass, a.attname)
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace in ('copilot'::regnamespace, 'copilot_audit'::regnamespace) and c.relkind in ('r', 'v', 'p')
  and not c.relispartition and col_description(c.oid, a.attnum) is null
order by 1;

-- Functions: no argument makes them strict, none is a definer, none claims more than it keeps.
select format('%s(%s) returns %s%s%s%s parallel %s',
         p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
         case when p.proisstrict then ' STRICT' end, case when p.prosecdef then ' SECURITY DEFINER' end,
         case p.provolatile when 'v' then ' volatile' else ' NOT VOLATILE' end,
         case p.proparallel when 'u' then 'unsafe' else 'SAFE' end)
from pg_proc p
where p.pronamespace = 'copilot'::regnamespace
order by 1;

-- The audit's own schema, after a first call. It is not a member of the extension, so that pg_dump takes it whole.
select count(*) from copilot.checks() having count(*) = 0;
select format('%s %s', c.relkind, regexp_replace(c.relname, '\d{4}_\d\d', 'YYYY_MM')),
       case when obj_description(c.oid, 'pg_class') is null and not c.relispartition and c.relkind in ('r', 'p')
            then 'NO COMMENT' end
from pg_class c
where c.relnamespace = 'copilot_audit'::regnamespace
group by 1, 2
order by 1;
select format('%s: %s%s', regexp_replace(t.tgrelid::regclass::text, '\d{4}_\d\d', 'YYYY_MM'), t.tgname,
         case t.tgenabled when 'A' then ' (always)' else ' NOT ALWAYS' end)
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
where c.relnamespace = 'copilot_audit'::regnamespace
group by 1
order by 1;
select count(*) from pg_depend d
where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
  and d.objid in (select oid from pg_class where relnamespace = 'copilot_audit'::regnamespace);
