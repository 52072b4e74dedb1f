-- The tables of this extension's own audit: who but their owner may write to them, and whether the triggers that keep
-- them append-only always fire.
select c.relname as table_name,
       c.relname ~ '^(entry|text)' as is_append_only,
       array(select case when a.grantee = 0 then 'public' else pg_catalog.pg_get_userbyid(a.grantee)::pg_catalog.text end
               from pg_catalog.aclexplode(c.relacl) a
              where a.grantee <> c.relowner
                and a.privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')
              group by a.grantee
              order by 1) as writers,
       (select pg_catalog.count(*) from pg_catalog.pg_trigger t
         where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled = 'A') as guards,
       array(select t.tgname from pg_catalog.pg_trigger t
              where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'A'
              order by t.tgname) as silent_triggers
  from pg_catalog.pg_class c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'copilot_audit'
   and c.relkind in ('r', 'p')
