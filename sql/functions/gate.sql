-- SQL that a person wrote, through the gate.

-- API: public
create function copilot.run_sql(sql text) returns setof jsonb
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'run_sql_wrapper';
comment on function copilot.run_sql(text) is
  'Runs one statement that only reads (SELECT, VALUES, TABLE, WITH ... SELECT, SHOW, plain EXPLAIN) with the rights of the caller, a superuser''s reduced to those of copilot_gate, and gives its rows, an object a row. Functions run only when they are in the reviewed list. Capped in time, memory, temporary files, cost, rows and bytes by the settings copilot.gate_*. Errors: 22004 NULL, 22023 empty, 2F003 a statement that may not run here, 54000 and 57014 over a cap, 42501 a right is lacking (the hint names the GRANT), and those of the statement itself';

-- API: public
create function copilot.explain(sql text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'explain_sql_wrapper';
comment on function copilot.explain(text) is
  'The plan of one statement: what costs most in one sentence, then the tree with the planner''s estimates. It is planned with the rights of the caller, a superuser''s reduced to those of copilot_gate, and never run; of UPDATE, DELETE and INSERT the search for their rows is planned. Constants may be $1, $2. Errors: as run_sql(), and 0A000 for a statement that has no plan';

-- API: public
create function copilot.explain(queryid bigint) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'explain_queryid_wrapper';
comment on function copilot.explain(bigint) is
  'The plan of a statement that pg_stat_statements has counted, as the role that ran it and where that role''s names are looked up; for that role, its members and superusers. It is a stranger''s text: planned only when every function in it is in the reviewed list, and never run. queryid: from explain_slow(). Errors: 22004 NULL, P0002 no such statement, 0A000 no plan (the detail says why), and those of explain_slow()';

-- API: private
create function copilot._at_most(value anyelement, most bigint) returns anyelement
  language c immutable parallel safe as 'MODULE_PATHNAME', '_at_most_wrapper';
comment on function copilot._at_most(anyelement, bigint) is
  'Gives the value on, or raises 54000 when it is larger than most: a whole number by itself, anything else by its bytes. NULL for NULL. It answers a cancel. The gate puts it around computed arguments of functions that cannot be ended while they run';

-- API: private
create function copilot._sequence_last_value(sequence oid) returns bigint
  language c volatile parallel unsafe as 'MODULE_PATHNAME', '_sequence_last_value_wrapper';
comment on function copilot._sequence_last_value(oid) is
  'What pg_sequence_last_value() says of a sequence, read under ACCESS SHARE: NULL when it was not called yet. The gate puts it in the place of the server''s, which locks the sequence until the transaction of the caller ends. Errors: 22023 not a sequence, 42501 neither SELECT nor USAGE (before 17; NULL since)';

-- API: public
create function copilot.gate_allow(function regprocedure, reason text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'gate_allow_wrapper';
comment on function copilot.gate_allow(regprocedure, text) is
  'Lets statements in run_sql(), explain() and explain_slow() call a function that is not in the reviewed list, for superusers. It holds as long as the function stays what it is: text, library, owner, language, settings, rights and properties; after any change it is refused until it is allowed anew. What the function calls is not looked at: read that too. Of an aggregate each function it is made of has to be allowed as well. reason: why it is harmless, at most 1000 characters. Errors: 22004 NULL, 22023 an empty or too long reason or a function that may be called already, 2F003 one that the reviewed list refuses, of the server itself or of this extension, 42501 not a superuser';

-- API: public
create function copilot.gate_forbid(signature text, reason text) returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'gate_forbid_wrapper';
comment on function copilot.gate_forbid(text, text) is
  'Takes back what gate_allow() allowed, also for a function that is gone; for superusers. signature: as copilot.gate_allowed shows it; reason: why, for the audit. Errors: 22004 NULL, 22023 an empty or too long reason, P0002 no such function is allowed, 42501 not a superuser';

-- API: private
create function copilot._gate_definition(function oid) returns text
  language sql stable parallel safe set search_path = pg_catalog, pg_temp
  as $$
    select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
      row(
        p.prokind, l.lanname, p.prosrc, p.probin, pg_catalog.pg_get_function_sqlbody(p.oid), p.proconfig,
        pg_catalog.pg_get_userbyid(p.proowner), p.prosecdef, p.proleakproof, p.provolatile, p.proisstrict, p.proretset,
        pg_catalog.format_type(p.prorettype, null), p.prosupport::pg_catalog.regprocedure,
        (select a::pg_catalog.text from pg_catalog.pg_aggregate a where a.aggfnoid operator(pg_catalog.=) p.oid)
      )::pg_catalog.text,
      pg_catalog.getdatabaseencoding())), 'hex')
    from pg_catalog.pg_proc p
    join pg_catalog.pg_language l on l.oid operator(pg_catalog.=) p.prolang
    where p.oid operator(pg_catalog.=) function
  $$;
comment on function copilot._gate_definition(oid) is
  'Digest of everything that decides what a function does when it is called: what gate_allow() binds to. NULL when there is no such function';

-- API: public
create view copilot.gate_allowed with (security_barrier) as
  select a.signature, a.reason, a.author, a.at,
         case when p.oid is null then 'gone'
              when copilot._gate_definition(p.oid) operator(pg_catalog.=) a.definition then 'allowed'
              else 'changed'
         end as state
    from copilot._gate_allowed a
    left join (
           select p.oid, i.identity
             from pg_catalog.pg_proc p
            cross join lateral pg_catalog.pg_identify_object('pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0) i
            where p.oid operator(pg_catalog.>=) 16384) p
           on p.identity operator(pg_catalog.=) a.signature;
comment on view copilot.gate_allowed is 'Functions that a superuser allowed in the gate beyond the reviewed list';
comment on column copilot.gate_allowed.signature is 'schema.name(types), as gate_forbid() takes it';
comment on column copilot.gate_allowed.reason is 'Why it is harmless';
comment on column copilot.gate_allowed.author is 'The superuser who allowed it';
comment on column copilot.gate_allowed.at is 'When';
comment on column copilot.gate_allowed.state is 'allowed, or why it is refused: changed since it was allowed, or gone';
