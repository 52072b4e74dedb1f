-- Whether the beginning of the chain is still what its caller has verified. $1: its last entry; $2: how many there are;
-- $3: the last one's link in hexadecimal digits.
select (select count(*) from copilot_audit.entry e where e.seq <= $1) = $2
  and exists (select from copilot_audit.entry e where e.seq = $1 and encode(e.link, 'hex') = $3)
  and not exists (select from copilot_audit.open_call o where o.seq <= $1)
