-- The chain from its oldest row, with the texts beside each row.
select
  e.seq,
  e.canonical,
  e.link,
  e.kind = (e.canonical::jsonb ->> 'kind')
    and e.at = 'epoch'::timestamptz + (e.canonical::jsonb ->> 'at')::bigint * interval '1 microsecond'
    and e.call is not distinct from (e.canonical::jsonb ->> 'call')::bigint as columns_agree,
  t.texts::text
from copilot_audit.entry e
left join lateral (
  select json_agg(json_build_object('name', x.name, 'salt', encode(x.salt, 'hex'), 'body', x.body)) as texts
  from copilot_audit.text x where x.seq = e.seq and x.at = e.at
) t on true
order by e.seq
