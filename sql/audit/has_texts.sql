-- $1: a call. A row when a text of it is left.
select t.seq
from copilot_audit.text t
where t.seq = $1 or t.seq in (select e.seq from copilot_audit.entry e where e.call = $1)
union all
select r.entry
from copilot._reports r
where r.id = $1
