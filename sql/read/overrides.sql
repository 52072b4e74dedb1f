-- Thresholds that a DBA has set to another value.
select o.check_id,
       o.threshold,
       o.value,
       o.reason,
       o.author,
       (extract(epoch from o.at) * 1000000)::pg_catalog.int8 as at
  from copilot.overrides o
 order by o.check_id, o.threshold
