-- SQL that a person wrote, through the gate.

-- API: public
create function copilot.run_sql(sql text) returns setof jsonb
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'run_sql_wrapper';
comment on function copilot.run_sql(text) is
  'Runs one statement that only reads (SELECT, VALUES, TABLE, WITH ... SELECT, SHOW, plain EXPLAIN) with the rights of the caller, a superuser''s reduced to those of copilot_gate, and gives its rows, an object a row. Functions run only when they are in the reviewed list. Capped in time, memory, temporary files, cost, rows and bytes by the settings copilot.gate_*. Errors: 22004 NULL, 22023 empty, 2F003 a statement that may not run here, 54000 and 57014 over a cap, 42501 a right is lacking (the hint names the GRANT), and those of the statement itself';
