-- The schema and the roles. A schema of this name that exists already is refused by the server itself.

create schema copilot;
comment on schema copilot is 'copilot_ext: a co-pilot for the people who run this database';

-- The four roles are made when they are missing and never dropped. One that can log in or has attributes would give
-- its holder more than the co-pilot is meant to give: then nothing is installed.
do $$
declare
  wanted record;
  existing record;
begin
  for wanted in
    select * from (values
      ('copilot_reader', 'copilot_ext: may ask and propose'),
      ('copilot_writer', 'copilot_ext: may ask, approve, apply, and change what others see'),
      ('copilot_auditor', 'copilot_ext: may read the whole audit'),
      ('copilot_gate', 'copilot_ext: runs a superuser''s SQL, and starts with nothing')
    ) as v (name, said)
  loop
    select r.rolcanlogin, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolbypassrls
      into existing
      from pg_catalog.pg_roles r where r.rolname operator(pg_catalog.=) wanted.name::pg_catalog.name;
    if not found then
      execute pg_catalog.format('create role %I nologin', wanted.name);
      execute pg_catalog.format('comment on role %I is %L', wanted.name, wanted.said);
    elsif existing.rolcanlogin or existing.rolsuper or existing.rolcreaterole or existing.rolcreatedb
       or existing.rolreplication or existing.rolbypassrls then
      raise exception using
        errcode = 'duplicate_object',
        message = pg_catalog.format('role "%s" exists and can log in or has attributes', wanted.name),
        detail = 'Granting it would give its members more than the co-pilot is meant to give.',
        hint = pg_catalog.format('alter role %I nologin nosuperuser nocreaterole nocreatedb noreplication nobypassrls; or rename it', wanted.name);
    end if;
  end loop;
end
$$;
