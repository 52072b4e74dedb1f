-- The newest health report of this database that the caller may see. $1: at or before this time, or NULL.
select r.id, r.at, r.author, r.report::text
from copilot.reports r
where ($1::timestamptz is null or r.at <= $1)
  and r.kind = 'health_report'
  and r.report #>> '{server,database}' = current_database()
order by r.at desc, r.id desc
limit 1
