-- The chain from its oldest row. Casts, so that what is read is of these types whatever became of the columns.
select e.seq::bigint, e.at::timestamptz, e.kind::text, e.call::bigint, e.canonical::text, e.link::bytea
from copilot_audit.entry e
order by e.seq
