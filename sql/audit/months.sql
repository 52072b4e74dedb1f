-- The months that hold entries, with their first and last place and how many there are.
select replace(substring(c.relname::text from '^entry_(\d{4}_\d\d)$'), '_', '-'), m.first, m.last, m.entries
from (
  select e.tableoid, min(e.seq) as first, max(e.seq) as last, count(*) as entries
  from copilot_audit.entry e
  group by e.tableoid
) m
join pg_class c on c.oid = m.tableoid
where c.relname ~ '^entry_\d{4}_\d\d$'
order by 1
