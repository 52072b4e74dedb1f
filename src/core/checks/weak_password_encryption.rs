//! # weak_password_encryption
//!
//! With `password_encryption = md5` every password set from now on is kept as an MD5 hash, which is as good as the password
//! itself to who reads it, and which later majors refuse.

use super::limits::Limits;
use super::setting_remedy::set_to;
use super::{Check, Finding, Judged, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "SEC06",
    name: "weak_password_encryption",
    group: "SEC",
    what: "new passwords kept as MD5 hashes",
    why: "who reads an MD5 hash can log in with it, and later majors no longer accept it",
    how: "the setting password_encryption; how existing passwords are kept is not read",
    refuted_by: "SHOW password_encryption",
    reads: &[Family::Settings],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

const NAME: &str = "password_encryption";

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let setting = facts.setting(NAME)?;
    let mut judged = Judged { noun: "settings", examined: 1, ..Judged::default() };
    let value = setting.setting.clone().unwrap_or_default();
    if value != "scram-sha-256" {
        let mut said = Dossier::default();
        said.say(
            "Setting {} is {}: passwords set from now on are kept as hashes that can be used in their place.",
            &[&Evidence::name("settings", NAME), &Evidence::measured("settings", NAME, "setting", Value::Word(value))],
        );
        let advice =
            "Have clients that cannot do SCRAM renewed first; passwords set before stay as they are until set anew";
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::High,
            object_kind: "setting",
            object: NAME.into(),
            said,
            remedy: set_to(setting, "scram-sha-256", advice),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    #[test]
    fn only_scram_is_fine() {
        let found = |value: &str| {
            let mut world = FakeWorld::new().with(Family::Settings, &[fake::setting(NAME, value)]);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        assert!(found("scram-sha-256").is_empty());
        let remedy = &found("md5")[0].remedy;
        assert_eq!(remedy.sql.as_deref(), Some("ALTER SYSTEM SET password_encryption = 'scram-sha-256'"));
        assert_eq!(remedy.revert_sql.as_deref(), Some("ALTER SYSTEM SET password_encryption = md5"));
    }
}
