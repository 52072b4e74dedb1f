//! # hba_trust_or_password
//!
//! Rules of pg_hba.conf that ask for no proof (`trust`), for a password in the clear (`password` without TLS), or for the
//! client's own word (`ident` from another machine). On the machine itself `trust` is low: it lets every user of the machine
//! be every role, which a machine with one user may want.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Unread, Value};
use crate::evidence::hba_rules::{readable, HbaRule};

pub(crate) static CHECK: Check = Check {
    id: "SEC09",
    name: "hba_trust_or_password",
    group: "SEC",
    what: "rules that let clients in without a proof worth the name",
    why: "whoever reaches the port is whoever he says he is, a superuser for instance",
    how: "pg_hba_file_rules shows the file as it is now; it counts after the next reload, and an earlier line may shadow a later one",
    refuted_by: "SELECT line_number, type, database, user_name, address, auth_method FROM pg_hba_file_rules",
    reads: &[Family::HbaRules],
    needs: "GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules TO <role>",
    severity_max: Severity::Critical,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let (rules, unseen) = readable(facts.hba_rules()?)?;
    let mut judged = Judged { unseen, ..Judged::of("rules", rules.len()) };
    for rule in rules {
        let Some((severity, consequence)) = weakness(rule) else { continue };
        let text = rule.text();
        let said = Dossier::saying(
            &format!("Rule {{}} in line {{}} {consequence}."),
            &[
                &Evidence::name("hba_rules", &text),
                &Evidence::measured(
                    "hba_rules",
                    &text,
                    "line_number",
                    Value::Count(i64::from(rule.line_number.unwrap_or(0))),
                ),
            ],
        );
        let remedy = Remedy::advice(
            "Give the roles passwords under scram-sha-256, name that method in the line (hostssl from other machines), and \
             SELECT pg_reload_conf(); sessions that are open stay. The old line takes it back",
        );
        judged.findings.push(CHECK.finding(severity, "rule", text, said, remedy));
    }
    judged.findings.dedup_by(|a, b| a.object == b.object);
    Ok(judged)
}

fn weakness(rule: &HbaRule) -> Option<(Severity, &'static str)> {
    let encrypted = matches!(rule.connection_type.as_deref(), Some("hostssl" | "hostgssenc"));
    match (rule.auth_method.as_deref()?, rule.is_remote()) {
        ("trust", true) => Some((Severity::Critical, "lets clients of other machines in without any proof")),
        ("trust", false) => Some((Severity::Low, "lets every user of this machine in as any role it covers")),
        ("password", true) if !encrypted => Some((Severity::High, "asks other machines for passwords in the clear")),
        ("ident", true) => Some((Severity::High, "believes the client's machine who its user is")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{judged, severity};
    use crate::evidence::fake::{hba_rule, FakeWorld};

    fn world(kind: &str, address: Option<&str>, method: &str) -> FakeWorld {
        FakeWorld::new().with(Family::HbaRules, &[hba_rule(kind, address, method)])
    }

    #[test]
    fn the_proof_and_where_it_comes_from_decide() {
        let severity = |kind, address, method| severity(&CHECK, world(kind, address, method));
        assert_eq!(severity("host", Some("10.0.0.0"), "scram-sha-256"), None);
        assert_eq!(severity("local", None, "peer"), None);
        assert_eq!(severity("host", Some("10.0.0.0"), "trust"), Some(Severity::Critical));
        assert_eq!(severity("host", Some("127.0.0.1"), "trust"), Some(Severity::Low));
        assert_eq!(severity("local", None, "trust"), Some(Severity::Low));
        assert_eq!(severity("host", Some("10.0.0.0"), "password"), Some(Severity::High));
        assert_eq!(severity("hostssl", Some("10.0.0.0"), "password"), None);
        assert_eq!(severity("host", Some("10.0.0.0"), "reject"), None);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_not_fine() {
        let broken = HbaRule { error: Some("invalid".into()), ..hba_rule("host", None, "md5") };
        let judged = judged(&CHECK, FakeWorld::new().with(Family::HbaRules, &[broken])).unwrap();
        assert!(judged.unseen.is_some());
    }
}
