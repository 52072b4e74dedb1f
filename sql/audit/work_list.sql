-- The writer's list of calls without a closing entry.
select o.seq::bigint, o.pid::bigint, o.backend_start::timestamptz
from copilot_audit.open_call o
order by o.seq
