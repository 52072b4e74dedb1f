-- How the audit's tables differ from those the writer made, as sentences. What is hidden by a view, a rule, a policy or a
-- foreign table could look different to each reader; a trigger that is off lets through what it should refuse.
with made (name, kind) as (
  values ('entry', 'p'), ('text', 'p'), ('open_call', 'r')
), parent as (
  select m.name, m.kind, c.oid, c.relkind::text, c.relrowsecurity
  from made m
  left join pg_namespace n on n.nspname = 'copilot_audit'
  left join pg_class c on c.relnamespace = n.oid and c.relname = m.name
), own as (
  select p.oid, format('copilot_audit.%s', p.name) as name, p.kind = 'p' as guarded, p.relkind = p.kind as as_made from parent p where p.oid is not null
  union all
  select c.oid, c.oid::regclass::text, true, c.relkind = 'r'
  from parent p join pg_inherits i on i.inhparent = p.oid join pg_class c on c.oid = i.inhrelid
)
select 'broken', format('table copilot_audit.%s is not there', p.name)::text from parent p where p.oid is null
union all
select 'broken', format('%s is not a table as the writer makes it', o.name)::text from own o where not o.as_made
union all
select 'broken', format('%s has a rule', o.name)::text from own o where exists (select from pg_rewrite r where r.ev_class = o.oid and o.as_made)
union all
select 'broken', format('%s has row security', o.name)::text from own o join pg_class c on c.oid = o.oid and c.relrowsecurity
union all
select 'off', format('the trigger %s of %s is off or gone', t.name, o.name)::text
from own o cross join (values ('append_only'), ('no_truncate')) t (name)
where o.guarded and o.as_made and not exists (
  select from pg_trigger g join pg_proc f on f.oid = g.tgfoid
  where g.tgrelid = o.oid and g.tgname = t.name and g.tgenabled = 'A' and f.proname = '_audit_is_append_only')
order by 1, 2
