-- What a DBA does with it, in the order of a morning.
\set QUIET on
\pset pager off
\pset footer off
\pset format unaligned
\pset tuples_only on

\echo
\echo '──── Four questions ─────────────────────────────────────────────────────────────────'
\echo
select copilot.ask('why is the database slow since this morning?');
\echo
select copilot.ask('is anybody waiting for a lock, and who holds it?');
\echo
select copilot.ask('which indexes are missing, and which are not needed?');
\echo
select copilot.ask('where are the payments?');

\echo
\echo '──── What costs most ────────────────────────────────────────────────────────────────'
\echo
\pset tuples_only off
\pset format aligned
\pset columns 100
\pset format wrapped
\x on
select rank, role, query, calls, total_ms, mean_ms, share_percent, temp_blocks, finding, plan, next_step
  from copilot.explain_slow(3);
\x off

\echo
\echo '──── The health report ──────────────────────────────────────────────────────────────'
\echo
\pset tuples_only on
\pset format unaligned
select copilot.health_report();

\echo
\echo '──── What was written down ──────────────────────────────────────────────────────────'
\echo
\pset tuples_only off
\pset format aligned
select id, action, left(question, 52) as question, outcome, rows, ms from copilot.audit order by id desc limit 5;
