-- What left the server: each entry of the ledger with the opening and the closing entry of its call. What the entries
-- say is taken out of them by the caller, as in rows.sql.
-- $1: so many of the latest, or NULL for all.
select
  e.seq as id,
  e.at,
  e.call as audit_id,
  e.canonical as entry,
  o.canonical as opening,
  c.canonical as closing
from copilot_audit.entry e
join copilot_audit.entry o on o.seq = e.call
left join copilot_audit.entry c on c.call = e.call and c.kind = 'close'
where e.kind = 'egress'
order by e.seq desc
limit $1::bigint
