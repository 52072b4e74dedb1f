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
  'Gives the value on, or raises 54000 when it is larger than most: a whole number by itself, anything else by its bytes. The gate puts it around computed arguments of functions that cannot be ended while they run';
