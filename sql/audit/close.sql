-- What the owner's default privileges have opened in copilot_audit, as the statements that close it.
select format('revoke all on schema copilot_audit from %s', coalesce(quote_ident(r.rolname), 'public'))
from pg_namespace n
cross join lateral aclexplode(n.nspacl) a
left join pg_roles r on r.oid = a.grantee
where n.nspname = 'copilot_audit' and a.grantee <> n.nspowner
union
select format('revoke all on table copilot_audit.%I from %s', c.relname, coalesce(quote_ident(r.rolname), 'public'))
from pg_namespace n
join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')
cross join lateral aclexplode(c.relacl) a
left join pg_roles r on r.oid = a.grantee
where n.nspname = 'copilot_audit' and a.grantee <> c.relowner
