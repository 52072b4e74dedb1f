//! # remote_superuser_allowed
//!
//! Rules of pg_hba.conf that let a superuser in from other machines: those that name one, or `all`. A superuser over the
//! network makes one stolen password the whole server.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Unread};
use crate::evidence::hba_rules::{readable, HbaRule};

pub(crate) static CHECK: Check = Check {
    id: "SEC12",
    name: "remote_superuser_allowed",
    group: "SEC",
    what: "rules that let superusers in from other machines",
    why: "a superuser's password can be tried, and used, from there",
    how: "pg_hba_file_rules with the superusers that can log in; groups (+name) and earlier lines that reject are not followed",
    refuted_by: "SELECT line_number, type, user_name, address, auth_method FROM pg_hba_file_rules",
    reads: &[Family::HbaRules, Family::Roles],
    needs: "GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules TO <role>",
    severity_max: Severity::Low,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let ((rules, unseen), roles) = (readable(facts.hba_rules()?)?, facts.roles()?);
    let is_superuser = |name: &String| roles.iter().any(|r| r.is_superuser && r.can_login && r.role_name == *name);
    let mut judged = Judged { unseen, ..Judged::of("rules", rules.len()) };
    for rule in rules.into_iter().filter(|r| lets_in(r)) {
        let names = rule.user_names.as_deref().unwrap_or_default();
        let Some(which) = names.iter().find(|n| *n == "all" || is_superuser(n)) else { continue };
        let text = rule.text();
        let rule_name = Evidence::name("hba_rules", &text);
        let said = if which == "all" {
            Dossier::saying("Rule {} lets every superuser in from other machines.", &[&rule_name])
        } else {
            let superuser = Evidence::name("roles", which);
            Dossier::saying("Rule {} lets superuser {} in from other machines.", &[&rule_name, &superuser])
        };
        let remedy = Remedy::advice(
            "Put a line above it that rejects superusers by name from other machines, and SELECT pg_reload_conf(); without \
             that line it is as before",
        );
        judged.findings.push(CHECK.finding(Severity::Low, "rule", text, said, remedy));
    }
    judged.findings.dedup_by(|a, b| a.object == b.object);
    Ok(judged)
}

fn lets_in(rule: &HbaRule) -> bool {
    let of_databases = rule.database_names.as_deref().unwrap_or_default().iter().any(|d| d != "replication");
    rule.is_remote() && of_databases && rule.auth_method.as_deref() != Some("reject")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{found, judged};
    use crate::evidence::fake::{self, hba_rule, FakeWorld};
    use crate::evidence::roles::Role;

    #[test]
    fn all_and_a_superusers_name_let_one_in() {
        let found = |user: &str, address: &str, method: &str| {
            let rule = HbaRule { user_names: Some(vec![user.into()]), ..hba_rule("hostssl", Some(address), method) };
            let roles = [fake::role("app"), Role { is_superuser: true, ..fake::role("postgres") }];
            found(&CHECK, FakeWorld::new().with(Family::HbaRules, &[rule]).with(Family::Roles, &roles)).len()
        };
        assert_eq!(found("all", "10.0.0.0", "scram-sha-256"), 1);
        assert_eq!(found("postgres", "10.0.0.0", "scram-sha-256"), 1);
        assert_eq!(found("app", "10.0.0.0", "scram-sha-256"), 0);
        assert_eq!(found("all", "127.0.0.1", "scram-sha-256"), 0);
        assert_eq!(found("all", "10.0.0.0", "reject"), 0);
    }
    #[test]
    fn a_line_that_cannot_be_read_is_not_fine() {
        let broken = HbaRule { error: Some("invalid".into()), ..hba_rule("host", None, "md5") };
        let world = FakeWorld::new().with(Family::HbaRules, &[broken]).with(Family::Roles, &[fake::role("app")]);
        let judged = judged(&CHECK, world).unwrap();
        assert!(judged.unseen.is_some() && judged.findings.is_empty());
    }
}
