-- Raises when a function of schema "derived" (what the library was built for) and the extension's own function of
-- that name are not the same.
create temporary view signature as
select f.proname as name,
       f.prosrc as symbol,
       f.pronamespace = 'derived'::regnamespace as is_derived,
       f.proisstrict as is_strict,
       concat(f.proname, '(', arguments.taken, ')', ' default ' || pg_get_expr(f.proargdefaults, 0),
              ' returns ', case when f.proretset then 'setof ' end, f.prorettype::regtype, '(' || arguments.given || ')',
              -- A function without arguments cannot be called with a NULL: pgrx calls it STRICT, we don't.
              case when f.proisstrict and f.pronargs > 0 then ' strict' end,
              case f.provolatile when 'i' then ' immutable' when 's' then ' stable' else ' volatile' end,
              ' as ', f.prosrc) as text
  from pg_proc f
  join pg_language l on l.oid = f.prolang and l.lanname = 'c'
 cross join lateral (
          -- OUT columns and RETURNS TABLE are two ways of writing the same.
          select string_agg(a.name || ' ' || a.type::regtype, ', ' order by a.nth) filter (where a.mode not in ('o', 't')) as taken,
                 string_agg(a.name || ' ' || a.type::regtype, ', ' order by a.nth) filter (where a.mode in ('o', 't')) as given
            from (select nth, coalesce(name, '') as name, type, coalesce(mode, 'i') as mode
                    from unnest(f.proargnames, coalesce(f.proallargtypes, f.proargtypes), f.proargmodes)
                         with ordinality u (name, type, mode, nth)) a) arguments
 where f.pronamespace = 'derived'::regnamespace
    or exists (select
                 from pg_depend d
                 join pg_extension e on e.oid = d.refobjid and e.extname = 'copilot_ext'
                where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e');

do $$
declare
    mismatch text;
begin
    select string_agg(format(E'%s\n  written: %s\n  derived: %s', name,
                             coalesce(written.text, '(not there)'), coalesce(derived.text, '(not there)')),
                      E'\n' order by name)
      into mismatch
      from (select name, symbol, text from signature where not is_derived) written
      full join (select name, symbol, text from signature where is_derived) derived using (name, symbol)
     where written.text is distinct from derived.text;
    if mismatch is not null then
        raise exception E'declarations in sql/functions and in the library differ:\n%', mismatch;
    end if;

    select string_agg(name, ', ') into mismatch from signature where is_strict and not is_derived;
    if mismatch is not null then
        raise exception 'STRICT, but a NULL argument must be an error with an audit row: %', mismatch;
    end if;
end
$$;
