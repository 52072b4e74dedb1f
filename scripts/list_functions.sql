-- A row a function: where it lives (an extension, or a schema that initdb made) and what the reviewed files in
-- src/core/gate/functions/ find it by. Wants search_path = pg_catalog, so that the server's own types have no schema.
select coalesce(e.extname, n.nspname)::text as home,
       case when p.oid < 12000 then p.oid::text else '-' end as oid,
       format('%s(%s)', p.proname, arguments.taken) as signature
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  left join pg_depend d on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
  left join pg_extension e on e.oid = d.refobjid
 cross join lateral (
          select string_agg(case when coalesce(item.typnamespace, type.typnamespace) = 'pg_catalog'::regnamespace
                                 then format_type(type.oid, null)
                                 else coalesce(item.typname || '[]', type.typname) end, ',' order by nth) as taken
            from unnest(p.proargtypes) with ordinality argument (oid, nth)
            join pg_type type on type.oid = argument.oid
            left join pg_type item on item.oid = type.typelem and item.typarray = type.oid) arguments
 where e.oid is not null
    or n.nspname in ('pg_catalog', 'information_schema')
 order by 1, p.oid;
