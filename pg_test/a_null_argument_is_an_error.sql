-- No function is STRICT: a NULL where a value is needed is an error that is told and audited, never a silent NULL.
begin;
do $$
declare
  f record;
  nulls text;
  state text;
  before bigint;
  audited int;
begin
  for f in
    select p.oid, p.proname, p.oid::regprocedure as signature, p.pronargs, p.proargtypes
    from pg_proc p
    where p.pronamespace = 'copilot'::regnamespace and p.proname not like '\_%' and p.pronargs > 0
      -- NULL is what such an argument is when it is left out.
      and pg_get_function_arguments(p.oid) !~ 'DEFAULT NULL'
    order by p.proname
  loop
    select string_agg(format('null::%s', t::regtype), ', ') into nulls from unnest(f.proargtypes) t;
    select coalesce(max(id), 0) into before from copilot.audit;
    state := 'no error';
    begin
      execute format('select * from copilot.%I(%s)', f.proname, nulls);
    exception when others then
      state := sqlstate;
    end;
    if state <> '22004' then
      raise exception '% of NULL: SQLSTATE % instead of 22004', f.signature, state;
    end if;
    select count(*) into audited from copilot.audit
    where pid = pg_backend_pid() and action = f.proname and outcome = 'error' and sqlstate = '22004' and id > before;
    if audited <> 1 then
      raise exception '% of NULL left % rows in the audit', f.signature, audited;
    end if;
  end loop;
end $$;
rollback;
