-- Findings that are not to be reported for a while.
select s.fingerprint,
       s.reason,
       s.author,
       (extract(epoch from s.until) * 1000000)::pg_catalog.int8 as until
  from copilot.suppressions s
 order by s.until, s.fingerprint
