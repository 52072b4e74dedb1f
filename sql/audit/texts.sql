-- What is kept beside the chain, in its order: texts, and reports as the text "report" of their closing entry.
select t.seq::bigint, t.at::timestamptz, t.name::text, t.salt::bytea, t.body::text, null::bigint, null::text, null::text
from copilot_audit.text t
union all
select r.entry::bigint, r.at::timestamptz, 'report'::text, r.salt::bytea, r.report::text, r.id::bigint, r.author::text, r.verdict::text
from copilot._reports r
order by 1
