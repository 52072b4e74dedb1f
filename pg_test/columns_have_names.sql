-- Rows have named columns: nobody has to write a column list, and \x shows what each value is.
do $$
declare
  f record;
begin
  for f in
    select p.oid::regprocedure as signature, p.proargnames, p.proargmodes, p.prorettype
    from pg_proc p where p.pronamespace = 'copilot'::regnamespace
  loop
    if f.prorettype = 'record'::regtype and f.proargmodes is null then
      raise exception '% returns an anonymous record', f.signature;
    end if;
    if f.proargnames is null and f.signature::text not like '%()' then
      raise exception '% has arguments without names', f.signature;
    end if;
    if exists (select from unnest(f.proargnames) n where coalesce(n, '') !~ '^[a-z][a-z_]*$') then
      raise exception '% has a nameless or oddly named argument: %', f.signature, f.proargnames;
    end if;
  end loop;
end $$;
