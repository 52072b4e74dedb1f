//! # powerful_role_members
//!
//! Members of `pg_execute_server_program`, `pg_write_server_files` and `pg_read_server_files` act on the server's machine
//! as its own user: they can make themselves superuser (postgresql.org/docs/current/predefined-roles.html).

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::Reason;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::quote_ident;
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "SEC03",
    name: "powerful_role_members",
    group: "SEC",
    what: "roles that are no superusers and may run programs or touch files on the server",
    why: "with these rights a role reaches everything the server's own user reaches, superuser rights included",
    how: "pg_has_role() for each role, so membership through other roles counts",
    refuted_by: "SELECT pg_get_userbyid(member), roleid::regrole FROM pg_auth_members WHERE roleid::regrole::text LIKE 'pg%server%'",
    reads: &[Family::Roles],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let roles = facts.roles()?;
    if roles.is_empty() {
        return Err(Unread::because(Reason::Host, "no role was shown"));
    }
    let mut judged = Judged { noun: "roles", examined: roles.len(), ..Judged::default() };
    for role in roles {
        let powers = role.powers.as_deref().unwrap_or_default();
        let Some(first) = powers.first() else { continue };
        let name = &role.role_name;
        let mut said = Dossier::default();
        for power in powers {
            let of = Evidence::measured("roles", name, "member_of", Value::Name(power.clone()));
            said.say("Role {} is a member of {}.", &[&Evidence::name("roles", name), &of]);
        }
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::High,
            object_kind: "role",
            object: name.clone(),
            said,
            remedy: Remedy::exactly(
                "If it loads or unloads files, COPY from the client needs none of this. Revoke each membership; where it \
                 comes through another role, that one is to be asked",
                format!("REVOKE {first} FROM {}", quote_ident(name)),
                format!("GRANT {first} TO {}", quote_ident(name)),
            ),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::roles::Role;

    #[test]
    fn a_member_is_named_with_its_powers() {
        let found = |powers: &[&str]| {
            let powers = Some(powers.iter().map(|p| (*p).to_owned()).collect());
            let role = Role { powers, ..fake::role("Loader") };
            let mut world = FakeWorld::new().with(Family::Roles, &[role]);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        assert!(found(&[]).is_empty());
        let found = found(&["pg_execute_server_program", "pg_read_server_files"]);
        assert_eq!(found[0].said.sentences.len(), 2);
        assert_eq!(found[0].remedy.sql.as_deref(), Some("REVOKE pg_execute_server_program FROM \"Loader\""));
    }

    #[test]
    fn no_role_at_all_was_not_looked_at() {
        assert!(judge(&Facts::load(&mut FakeWorld::new(), CHECK.reads), &Limits::default()).is_err());
    }
}
