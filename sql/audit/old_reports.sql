-- Drops at most 100 reports that are older than $1 (microseconds since 1970), the oldest first, but the newest of each kind
-- and database. What they were is in their closing entries.
delete from copilot._reports r
where r.id in (
  select o.id
  from copilot._reports o
  where o.at < 'epoch'::timestamptz + $1 * interval '1 microsecond'
    and exists (
      select
      from copilot._reports n
      where n.report ->> 'schema' = o.report ->> 'schema'
        and coalesce(n.report #>> '{server,database}', '') = coalesce(o.report #>> '{server,database}', '')
        and n.at > o.at
    )
  order by o.at
  limit 100
)
returning r.entry
