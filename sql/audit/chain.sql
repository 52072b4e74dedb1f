-- The chain from its oldest row, with the texts beside each row.
select
  e.seq,
  e.canonical,
  e.link,
  e.kind,
  (extract(epoch from e.at) * 1000000)::bigint as at_micros,
  e.call,
  t.texts::text
from copilot_audit.entry e
left join lateral (
  select json_agg(json_build_object('name', x.name, 'salt', encode(x.salt, 'hex'), 'body', x.body)) as texts
  from copilot_audit.text x where x.seq = e.seq and x.at = e.at
) t on true
order by e.seq
