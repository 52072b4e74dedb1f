-- Schedules.

-- API: public
create function copilot.schedule_health(cron text) returns bigint
  language c volatile parallel unsafe as 'MODULE_PATHNAME', 'schedule_health_wrapper';
comment on function copilot.schedule_health(text) is
  'Has pg_cron run copilot.health_report() in this database, as the role that calls. cron: when, as pg_cron takes it (''0 6 * * *''); calling again changes it; ''off'' removes it. Returns the number of the job, or NULL when there was none to remove; a NOTICE says what runs when. One job for each database and role. Errors: 22004 NULL, 22023 empty, 42704 pg_cron is not loaded, not installed here or keeps its jobs in another database (the hint has the statement to type), 42501 no USAGE on schema cron, and those of pg_cron for a schedule it cannot read';
