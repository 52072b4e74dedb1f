//! # md5_hashes
//!
//! An md5 hash logs in by itself: whoever has it needs no password (postgresql.org/docs/current/auth-password.html). Only a
//! superuser can see how passwords are kept, and nobody should be given that right for a report's sake: others are told that
//! it was not looked at.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value};

pub(crate) static CHECK: Check = Check {
    id: "SEC04",
    name: "md5_hashes",
    group: "SEC",
    what: "passwords that are kept as md5",
    why: "a stolen hash, from a backup for instance, is as good as the password",
    how: "the first letters of rolpassword in pg_authid, by a superuser; the hash itself is not read out",
    refuted_by: "SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'md5%'",
    reads: &[Family::PasswordHashes],
    severity_max: Severity::High,
    remedy_class: RemedyClass::Irreversible,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let roles = facts.password_hashes()?;
    let mut judged = Judged::of("passwords", roles.len());
    for role in roles.iter().filter(|r| r.is_md5) {
        let name = &role.role_name;
        let of = |measure, value| Evidence::measured("password_hashes", name, measure, value);
        let said = Dossier::saying(
            "The password of role {} is kept as {}.",
            &[&Evidence::name("password_hashes", name), &of("kept_as", Value::Word("md5".into()))],
        );
        let remedy = Remedy::irreversible(
            "With password_encryption at scram-sha-256, let its owner set the password anew by \\password: the server never \
             sees it then. A client too old for scram fails to log in after that",
        );
        let severity = if role.can_login { Severity::High } else { Severity::Low };
        judged.findings.push(CHECK.finding(severity, "role", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::password_hashes::PasswordHash;

    #[test]
    fn md5_is_named_and_scram_is_not() {
        let severity = |is_md5, can_login| {
            let hash = PasswordHash { role_name: "app".into(), can_login, is_md5 };
            on_facts::severity(&CHECK, FakeWorld::new().with(Family::PasswordHashes, &[hash]))
        };
        assert_eq!(severity(false, true), None);
        assert_eq!(severity(true, true), Some(Severity::High));
        assert_eq!(severity(true, false), Some(Severity::Low));
    }

    #[test]
    fn nobody_is_given_the_hashes_for_a_report() {
        let world = FakeWorld::new().refusing(Family::PasswordHashes, "42501", "permission denied for table pg_authid");
        assert_eq!(on_facts::judged(&CHECK, world).unwrap_err().opens_with, None);
    }
}
