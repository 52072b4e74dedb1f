-- One row per interaction: its opening entry, its closing entry if there is one, and their texts. What the entries say
-- is taken out of them by the caller: their escapes are no matter of the server's encoding.
-- $1: one id, or NULL for all.
select
  o.seq as id,
  o.at,
  o.canonical as opening,
  c.canonical as closing,
  application.body as application,
  question.body as question,
  answer.body as answer,
  evidence.body as evidence,
  error.body as error
from copilot_audit.entry o
left join copilot_audit.entry c on c.call = o.seq and c.kind = 'close'
left join copilot_audit.text application on application.seq = o.seq and application.name = 'application'
left join copilot_audit.text question on question.seq = o.seq and question.name = 'question'
left join copilot_audit.text answer on answer.seq = c.seq and answer.name = 'answer'
left join copilot_audit.text evidence on evidence.seq = c.seq and evidence.name = 'evidence'
left join copilot_audit.text error on error.seq = c.seq and error.name = 'error'
where o.kind = 'open' and ($1::bigint is null or o.seq = $1::bigint)
order by o.seq
