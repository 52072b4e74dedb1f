-- Tables partitioned by range of one date or time: where the last of the 20 partitions made last ends. The bound is taken
-- from its tree as it is stored (little-endian), so that nothing is deparsed. Left out are tables with a partition without
-- end, and the audit's own: its writer makes each partition when it is needed.
select n.nspname as schema_name,
       c.relname as table_name,
       p.partdefid <> 0 as has_default,
       e.ends_at,
       e.width_seconds
  from pg_catalog.pg_partitioned_table p
       join pg_catalog.pg_class c on c.oid = p.partrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       join pg_catalog.pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
       cross join lateral (
           -- days or microseconds since 2000-01-01
           select case when a.atttypid = 'date'::pg_catalog.regtype then b.upper * 86400000000 else b.upper end
                      + 946684800000000 as ends_at,
                  (b.upper - b.lower)::pg_catalog.float8
                      * case when a.atttypid = 'date'::pg_catalog.regtype then 86400 else 0.000001 end as width_seconds
             from (select (select pg_catalog.bit_or((u.byte::pg_catalog.int8 & 255) << (8 * (u.place - 1))::pg_catalog.int4)
                             from pg_catalog.string_to_table(t.upper, ' ') with ordinality u(byte, place)) as upper,
                          (select pg_catalog.bit_or((l.byte::pg_catalog.int8 & 255) << (8 * (l.place - 1))::pg_catalog.int4)
                             from pg_catalog.string_to_table(t.lower, ' ') with ordinality l(byte, place)) as lower
                     from (select substring(k.bound from ':lowerdatums.*?:constvalue [0-9]+ \[ ([-0-9 ]+) \].*:upperdatums')
                                      as lower,
                                  substring(k.bound from ':upperdatums.*?:constvalue [0-9]+ \[ ([-0-9 ]+) \]') as upper
                             from (select x.relpartbound::pg_catalog.text as bound
                                     from pg_catalog.pg_inherits h
                                          join pg_catalog.pg_class x on x.oid = h.inhrelid
                                    where h.inhparent = p.partrelid
                                    order by h.inhrelid desc
                                    limit 20) k) t
                    where t.upper is not null and t.lower is not null) b
            order by b.upper desc
            limit 1) e
 where p.partstrat = 'r'
   and n.nspname <> 'copilot_audit'
   and not exists (select from pg_catalog.pg_inherits h
                          join pg_catalog.pg_class x on x.oid = h.inhrelid
                    where h.inhparent = p.partrelid
                      and x.relpartbound::pg_catalog.text like '%:upperdatums ({PARTITIONRANGEDATUM :kind 1 %')
   and p.partnatts = 1
   and a.atttypid in ('date'::pg_catalog.regtype, 'timestamp'::pg_catalog.regtype, 'timestamptz'::pg_catalog.regtype)
