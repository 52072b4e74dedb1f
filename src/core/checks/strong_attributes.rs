//! # strong_attributes
//!
//! Attributes that lift a login above its grants. CREATEROLE made every role's member and password setter up to 15; from 16 on
//! it reaches only roles its holder administers. REPLICATION alone is what a standby logs in with, and no finding.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Reason, Remedy, RemedyClass, Severity, Unread};
use crate::evidence::roles::Role;
use crate::ident::quote_ident;

pub(crate) static CHECK: Check = Check {
    id: "SEC02",
    name: "strong_attributes",
    group: "SEC",
    what: "logins that are no superusers and stand above their grants",
    why: "CREATEROLE and BYPASSRLS pass by what grants and policies were meant to keep",
    how: "rolcreaterole, rolbypassrls and rolcreatedb of pg_roles for roles that can log in; attributes reached by SET ROLE are not counted",
    refuted_by: "SELECT rolname, rolcreaterole, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolcanlogin AND NOT rolsuper",
    reads: &[Family::Server, Family::Roles],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let (roles, major) = (facts.roles()?, facts.server()?.major());
    if roles.is_empty() {
        return Err(Unread::because(Reason::Host, "no role was shown"));
    }
    let mut judged = Judged::of("roles", roles.len());
    for role in roles.iter().filter(|r| r.can_login && !r.is_superuser) {
        let attributes: Vec<&str> = [
            ("CREATEROLE", role.can_create_roles),
            ("BYPASSRLS", role.bypasses_row_security),
            ("CREATEDB", role.can_create_databases),
        ]
        .into_iter()
        .filter_map(|(word, has)| has.then_some(word))
        .collect();
        if attributes.is_empty() {
            continue;
        }
        let name = &role.role_name;
        let said = Dossier::saying(
            "Role {} can log in and has {}.",
            &[
                &Evidence::name("roles", name),
                &Evidence::measured("roles", name, "attributes", super::Value::Word(attributes.join(" "))),
            ],
        );
        let without: Vec<String> = attributes.iter().map(|a| format!("NO{a}")).collect();
        let remedy = Remedy::exactly(
            "Move the attribute to a role without login, and let the people who need it SET ROLE to that",
            format!("ALTER ROLE {} {}", quote_ident(name), without.join(" ")),
            format!("ALTER ROLE {} {}", quote_ident(name), attributes.join(" ")),
        );
        judged.findings.push(CHECK.finding(severity(role, major), "role", name, said, remedy));
    }
    Ok(judged)
}

fn severity(role: &Role, major: u32) -> Severity {
    match (role.can_create_roles, role.bypasses_row_security) {
        (true, _) if major < 16 => Severity::High,
        (false, false) => Severity::Low,
        _ => Severity::Medium,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::server::Server;

    fn world(role: Role) -> FakeWorld {
        FakeWorld::new().with(Family::Roles, &[role])
    }

    #[test]
    fn a_login_above_its_grants_is_named() {
        assert!(found(&CHECK, world(fake::role("app"))).is_empty());
        assert!(found(&CHECK, world(Role { can_replicate: true, ..fake::role("standby") })).is_empty());
        let creator = Role { can_create_roles: true, bypasses_row_security: true, ..fake::role("Ops") };
        let found = found(&CHECK, world(creator));
        assert_eq!(found[0].severity, Severity::High);
        assert_eq!(found[0].remedy.sql.as_deref(), Some("ALTER ROLE \"Ops\" NOCREATEROLE NOBYPASSRLS"));
        assert_eq!(found[0].remedy.revert_sql.as_deref(), Some("ALTER ROLE \"Ops\" CREATEROLE BYPASSRLS"));
    }

    #[test]
    fn createrole_reaches_less_from_16_on() {
        let server = Server { version_num: 160_004, ..fake::server() };
        let creator = Role { can_create_roles: true, ..fake::role("ops") };
        let found = found(&CHECK, world(creator).with(Family::Server, &[server]));
        assert_eq!(found[0].severity, Severity::Medium);
    }
}
