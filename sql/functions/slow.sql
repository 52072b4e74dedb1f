-- Slow queries, from pg_stat_statements.

-- API: public
create function copilot.explain_slow(
  top integer default 5,
  out rank integer, out queryid bigint, out role text, out query text, out calls bigint,
  out total_ms double precision, out mean_ms double precision, out share_percent double precision,
  out rows_per_call double precision, out blocks_hit bigint, out blocks_read bigint, out hit_percent double precision,
  out temp_blocks bigint, out finding text, out next_step text, out also jsonb,
  out plan text, out plan_tree jsonb, out evidence jsonb
) returns setof record
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'explain_slow_wrapper';
comment on function copilot.explain_slow(integer) is
  'The statements of this database that cost most in total, a row a statement: times in milliseconds, share of all time in percent, blocks of 8 kB, one plain sentence that the counters prove, and the next step. top: 1 to 100. plan: what costs most by the planner''s estimate, or why the statement has no plan; plan_tree: its steps. Each is planned as the role that ran it, after the checks of run_sql(), and nothing is run. Source: pg_stat_statements since its last reset. Errors: 22004 NULL, 22023 top out of range, 42704 pg_stat_statements missing, 02000 nothing counted yet';

-- API: public
create function copilot.slow_report(top integer default 5, format text default 'text') returns text
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'slow_report_wrapper';
comment on function copilot.slow_report(integer, text) is
  'explain_slow() as a text to read or to mail. top: 1 to 100; format: text, markdown or json. Errors: as explain_slow(), and 22023 for another format';
