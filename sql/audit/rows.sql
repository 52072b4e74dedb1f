-- One row per interaction: its opening entry, its closing entry if there is one, and their texts.
-- $1: authenticated user to whom the rows are limited, or NULL for all; $2: acting role (NULL: any); $3: one id, or NULL.
select
  o.seq as id,
  o.at,
  e.entry ->> 'authenticated' as authenticated,
  e.entry ->> 'role' as role,
  e.entry ->> 'client' as client,
  application.body as application,
  e.entry ->> 'database' as database,
  (e.entry ->> 'pid')::int as pid,
  e.entry ->> 'action' as action,
  question.body as question,
  coalesce(f.entry ->> 'outcome', 'running') as outcome,
  f.entry ->> 'sqlstate' as sqlstate,
  (f.entry ->> 'rows')::bigint as rows,
  (f.entry ->> 'ms')::double precision as ms,
  (f.entry ->> 'tokens')::bigint as tokens,
  f.entry -> 'facts' as facts,
  answer.body as answer,
  evidence.body::jsonb as evidence,
  error.body as error
from copilot_audit.entry o
cross join lateral (select o.canonical::jsonb as entry) e
left join copilot_audit.entry c on c.call = o.seq
left join lateral (select c.canonical::jsonb as entry) f on true
left join copilot_audit.text application on application.seq = o.seq and application.name = 'application'
left join copilot_audit.text question on question.seq = o.seq and question.name = 'question'
left join copilot_audit.text answer on answer.seq = c.seq and answer.name = 'answer'
left join copilot_audit.text evidence on evidence.seq = c.seq and evidence.name = 'evidence'
left join copilot_audit.text error on error.seq = c.seq and error.name = 'error'
where o.kind = 'open'
  and ($1::text is null or e.entry ->> 'authenticated' = $1::text)
  and ($2::text is null or e.entry ->> 'role' = $2::text)
  and ($3::bigint is null or o.seq = $3::bigint)
order by o.seq
