-- Entries that say of rows and texts that they are not there any more, and where the chain lives.
select e.canonical::text
from copilot_audit.entry e
where e.kind not in ('open', 'close')
order by e.seq
