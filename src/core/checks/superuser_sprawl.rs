//! # superuser_sprawl
//!
//! A superuser passes every check there is, and leaves what traces it likes. Two that can log in are enough: one for people,
//! one for emergencies.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::Reason;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const MOST: Threshold = Threshold { name: "most_superusers", value: 2.0, unit: "roles", source: "field: more than 2" };

pub(crate) static CHECK: Check = Check {
    id: "SEC01",
    name: "superuser_sprawl",
    group: "SEC",
    what: "how many superusers can log in",
    why: "each of them can read, change and hide everything, the audit included",
    how: "pg_roles with rolsuper and rolcanlogin; roles that can become one of them are not counted",
    refuted_by: "SELECT rolname FROM pg_roles WHERE rolsuper AND rolcanlogin",
    reads: &[Family::Roles],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    thresholds: &[MOST],
    gauge: Gauge::higher("can_login"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let roles = facts.roles()?;
    if roles.is_empty() {
        return Err(Unread::because(Reason::Host, "no role was shown"));
    }
    let supers: Vec<_> = roles.iter().filter(|r| r.is_superuser && r.can_login).collect();
    let mut judged = Judged { noun: "roles", examined: roles.len(), ..Judged::default() };
    if supers.len() as f64 <= limits.of(CHECK.id, &MOST) {
        return Ok(judged);
    }
    let mut said = Dossier::default();
    let count = Evidence::measured("roles", "superusers", "can_login", Value::Count(supers.len() as i64));
    said.say("{} superusers can log in.", &[&count]);
    for role in supers.iter().take(10) {
        said.say("One of them is {}.", &[&Evidence::name("roles", &role.role_name)]);
    }
    judged.findings.push(Finding {
        check: CHECK.id,
        severity: Severity::High,
        object_kind: "cluster",
        object: "superusers".into(),
        said,
        remedy: Remedy::advice(
            "Give each person what the work needs (pg_monitor, pg_maintain, ownership), then ALTER ROLE ... NOSUPERUSER; \
             ALTER ROLE ... SUPERUSER takes it back",
        ),
    });
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::roles::Role;

    #[test]
    fn the_third_is_one_too_many() {
        let found = |logins: usize| {
            let roles: Vec<Role> = (0..4)
                .map(|n| Role { is_superuser: true, can_login: n < logins, ..fake::role(&format!("s{n}")) })
                .collect();
            let mut world = FakeWorld::new().with(Family::Roles, &roles);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        assert!(found(2).is_empty());
        let found = found(3);
        assert_eq!(found[0].said.sentences[0].text, "3 superusers can log in.");
        assert_eq!(found[0].said.sentences.len(), 4);
    }
}
