//! # own_roles_changed
//!
//! The four roles of this extension are made without login and without attributes, and CREATE EXTENSION refuses others. What was
//! given to them since is everyone's who may ask.

use super::{
    Check, Dossier, Evidence, Facts, Family, Judged, Limits, Reason, Remedy, RemedyClass, Severity, Unread, Value,
};
use crate::evidence::roles::Role;
use crate::ident::quote_ident;

const OURS: [&str; 4] = ["copilot_reader", "copilot_writer", "copilot_auditor", "copilot_gate"];

pub(crate) static CHECK: Check = Check {
    id: "SLF02",
    name: "own_roles_changed",
    group: "SLF",
    what: "whether this extension's roles are still as they were made",
    why: "the right to ask would give more than answers",
    how: "attributes of pg_roles and memberships in the server's powerful roles; grants on tables are not looked at",
    refuted_by: "SELECT * FROM pg_roles WHERE rolname LIKE 'copilot\\_%'",
    reads: &[Family::Roles],
    severity_max: Severity::Critical,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let roles = facts.roles()?;
    if roles.is_empty() {
        return Err(Unread::because(Reason::Host, "no role was shown"));
    }
    let ours: Vec<&Role> = roles.iter().filter(|r| OURS.contains(&r.role_name.as_str())).collect();
    let mut judged = Judged::of("roles of this extension", ours.len());
    for role in ours {
        let name = &role.role_name;
        let attributes: Vec<&str> = [
            ("LOGIN", role.can_login),
            ("SUPERUSER", role.is_superuser),
            ("CREATEROLE", role.can_create_roles),
            ("CREATEDB", role.can_create_databases),
            ("REPLICATION", role.can_replicate),
            ("BYPASSRLS", role.bypasses_row_security),
        ]
        .into_iter()
        .filter_map(|(word, has)| has.then_some(word))
        .collect();
        let power = role.powers.as_deref().unwrap_or_default().first();
        let of = |measure, value| Evidence::measured("roles", name, measure, value);
        let (said, sql, revert) = if !attributes.is_empty() {
            let given = of("attributes", Value::Word(attributes.join(" ")));
            let without: Vec<String> = attributes.iter().map(|a| format!("NO{a}")).collect();
            (
                Dossier::saying(
                    "Role {} was made without attributes and has {}.",
                    &[&Evidence::name("roles", name), &given],
                ),
                format!("ALTER ROLE {} {}", quote_ident(name), without.join(" ")),
                format!("ALTER ROLE {} {}", quote_ident(name), attributes.join(" ")),
            )
        } else if let Some(power) = power {
            let member_of = of("member_of", Value::Name(power.clone()));
            (
                Dossier::saying("Role {} was made a member of {}.", &[&Evidence::name("roles", name), &member_of]),
                format!("REVOKE {} FROM {}", quote_ident(power), quote_ident(name)),
                format!("GRANT {} TO {}", quote_ident(power), quote_ident(name)),
            )
        } else {
            continue;
        };
        let remedy = Remedy::exactly("Give it to the person who needs it instead", sql, revert);
        let severity = if role.is_superuser { Severity::Critical } else { Severity::High };
        judged.findings.push(CHECK.finding(severity, "role", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{self, FakeWorld};

    fn role(name: &str) -> Role {
        Role { can_login: false, ..fake::role(name) }
    }

    fn world(role: Role) -> FakeWorld {
        FakeWorld::new().with(Family::Roles, &[role])
    }

    #[test]
    fn what_was_given_since_is_named() {
        assert!(found(&CHECK, world(role("copilot_gate"))).is_empty());
        assert!(found(&CHECK, world(Role { can_login: true, ..role("app") })).is_empty(), "none of ours");
        let login = found(&CHECK, world(Role { can_login: true, ..role("copilot_gate") }));
        assert_eq!(login[0].remedy.sql.as_deref(), Some("ALTER ROLE copilot_gate NOLOGIN"));
        let powers = Some(vec!["pg_read_server_files".to_owned()]);
        let member = found(&CHECK, world(Role { powers, ..role("copilot_reader") }));
        assert_eq!(member[0].remedy.sql.as_deref(), Some("REVOKE pg_read_server_files FROM copilot_reader"));
        let superuser = Role { is_superuser: true, powers: None, ..role("copilot_writer") };
        assert_eq!(found(&CHECK, world(superuser))[0].severity, Severity::Critical);
    }
}
