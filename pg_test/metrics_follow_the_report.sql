-- The metrics are those of the newest health report, and read with the rights of whoever selects.
begin;
do $$
declare
  counted float8;
  found float8;
  bad record;
begin
  perform copilot.health_report();
  perform copilot.compliance_report('cis');
end $$;
do $$
declare
  counted float8;
  found float8;
  bad record;
begin
  select sum(value) into counted from copilot.metrics where name = 'copilot_findings';
  select jsonb_array_length(report -> 'findings') into found from copilot.reports where kind = 'health_report' order by id desc limit 1;
  if counted is distinct from found then
    raise exception '% findings in the metrics, % in the report', counted, found;
  end if;
  if (select value from copilot.metrics where name = 'copilot_report_age_seconds') not between 0 and 3600 then
    raise exception 'the report is of just now';
  end if;
  select * into bad from copilot.metrics
   where name !~ '^copilot_[a-z_]+$' or labels is null or jsonb_typeof(labels) <> 'object' or value is null or value < 0
      or kind is null or kind not in ('gauge', 'counter') or (kind = 'counter') <> (name ~ '_total$') limit 1;
  if found is null or bad.name is not null then
    raise exception 'no metric in Prometheus'' manner: %', bad;
  end if;
  if exists (select from copilot.metrics group by name, labels having count(*) > 1) then
    raise exception 'a series is there twice';
  end if;
end $$;
create role metrics_story;
grant copilot_reader to metrics_story;
set local role metrics_story;
do $$
begin
  if exists (select from copilot.metrics where name in ('copilot_findings', 'copilot_oldest_transaction_seconds')) then
    raise exception 'a reader sees the reports or the sessions of others';
  end if;
  if (select value from copilot.metrics where name = 'copilot_connections_used_ratio') not between 0 and 1.5 then
    raise exception 'connections';
  end if;
end $$;
rollback;
