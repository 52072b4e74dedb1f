-- One row a statement, in the order of their cost, with a sentence and a next step for each; nothing is planned or run.
begin;
do $$
declare
  n int;
begin
  perform count(*) from generate_series(1, 100000);
  select count(*) into n from copilot.explain_slow(2);
  if n not between 1 and 2 then
    raise exception '% rows for the top two', n;
  end if;
  if exists (select from copilot.explain_slow(100) where coalesce(finding, '') = '' or coalesce(next_step, '') = '' or calls < 1) then
    raise exception 'a statement without a sentence';
  end if;
  if (select array_agg(total_ms order by rank) <> array_agg(total_ms order by total_ms desc) from copilot.explain_slow(100)) then
    raise exception 'the ranks are not in the order of total time';
  end if;
  if (select sum(share_percent) not between 0 and 100.1 from copilot.explain_slow(100)) then
    raise exception 'shares are not percent of all';
  end if;
end $$;
rollback;
