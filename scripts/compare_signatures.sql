-- Raises when a function of schema "derived" (what the library was built for) and the extension's own function of
-- that name are not the same.
do $$
declare
    mismatch text;
begin
    with signature as (
        select f.proname as name,
               f.pronamespace = 'derived'::regnamespace as is_derived,
               -- A function without arguments cannot be called with a NULL: pgrx calls it STRICT, we don't.
               concat(f.proname, '(', pg_get_function_arguments(f.oid), ') returns ', pg_get_function_result(f.oid),
                      case when f.proisstrict and f.pronargs > 0 then ' strict' end,
                      case f.provolatile when 'i' then ' immutable' when 's' then ' stable' else ' volatile' end,
                      ' as ', f.prosrc) as text
          from pg_proc f
          join pg_language l on l.oid = f.prolang and l.lanname = 'c'
         where f.pronamespace = 'derived'::regnamespace
            or exists (select
                         from pg_depend d
                         join pg_extension e on e.oid = d.refobjid and e.extname = 'copilot_ext'
                        where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
    )
    select string_agg(format(E'%s\n  written: %s\n  derived: %s',
                             coalesce(written.name, derived.name),
                             coalesce(written.text, '(not there)'), coalesce(derived.text, '(not there)')),
                      E'\n' order by coalesce(written.text, derived.text))
      into mismatch
      from (select * from signature where not is_derived) written
      full join (select * from signature where is_derived) derived using (name, text)
     where written.name is null or derived.name is null;
    if mismatch is not null then
        raise exception E'declarations in sql/functions and in the library differ:\n%', mismatch;
    end if;
    if exists (select from pg_proc f join pg_depend d on d.objid = f.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e'
                 join pg_extension e on e.oid = d.refobjid and e.extname = 'copilot_ext'
                where f.proisstrict) then
        raise exception 'a function of copilot_ext is STRICT: a NULL argument must be an error with an audit row';
    end if;
end
$$;
