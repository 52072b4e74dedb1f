//! # hba_too_broad
//!
//! A rule for all databases, all roles and every address there is leaves the password as the only wall. With TLS and a
//! certificate for each client it is no finding.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Unread};
use crate::evidence::hba_rules::{readable, HbaRule};

pub(crate) static CHECK: Check = Check {
    id: "SEC10",
    name: "hba_too_broad",
    group: "SEC",
    what: "rules that open all databases to all roles from everywhere",
    why: "every password of every role can be tried from every machine, superusers' among them",
    how: "pg_hba_file_rules shows the file as it is now; a firewall in front, and earlier lines, are not seen",
    refuted_by: "SELECT line_number, type, database, user_name, address, netmask FROM pg_hba_file_rules",
    reads: &[Family::HbaRules],
    needs: "GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules TO <role>",
    severity_max: Severity::High,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let (rules, unseen) = readable(facts.hba_rules()?)?;
    let mut judged = Judged { unseen, ..Judged::of("rules", rules.len()) };
    for rule in rules.into_iter().filter(|r| is_open(r)) {
        let text = rule.text();
        let said = Dossier::saying(
            "Rule {} opens all databases to all roles from every address.",
            &[&Evidence::name("hba_rules", &text)],
        );
        let encrypted = rule.connection_type.as_deref() == Some("hostssl");
        let remedy = Remedy::advice(
            "Write a line for each application: its database, its role, its network. Keep superusers to the machine itself. \
             SELECT pg_reload_conf() makes it count; the old line takes it back",
        );
        let severity = if encrypted { Severity::Medium } else { Severity::High };
        judged.findings.push(CHECK.finding(severity, "rule", text, said, remedy));
    }
    judged.findings.dedup_by(|a, b| a.object == b.object);
    Ok(judged)
}

fn is_open(rule: &HbaRule) -> bool {
    let all = |names: &Option<Vec<String>>| names.as_deref().unwrap_or_default().iter().any(|n| n == "all");
    rule.is_from_everywhere()
        && all(&rule.database_names)
        && all(&rule.user_names)
        && !matches!(rule.auth_method.as_deref(), Some("reject" | "cert"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::{hba_rule, FakeWorld};

    #[test]
    fn all_of_everything_from_everywhere() {
        let severity = |rule| on_facts::severity(&CHECK, FakeWorld::new().with(Family::HbaRules, &[rule]));
        let open =
            |kind| HbaRule { netmask: Some("0.0.0.0".into()), ..hba_rule(kind, Some("0.0.0.0"), "scram-sha-256") };
        assert_eq!(severity(open("host")), Some(Severity::High));
        assert_eq!(severity(open("hostssl")), Some(Severity::Medium));
        assert_eq!(severity(hba_rule("host", Some("all"), "md5")), Some(Severity::High));
        assert_eq!(severity(hba_rule("host", Some("10.0.0.0"), "md5")), None);
        assert_eq!(severity(HbaRule { user_names: Some(vec!["app".into()]), ..open("host") }), None);
        assert_eq!(severity(HbaRule { auth_method: Some("reject".into()), ..open("host") }), None);
    }
    #[test]
    fn a_line_that_cannot_be_read_is_not_fine() {
        let broken = HbaRule { error: Some("invalid".into()), ..hba_rule("host", None, "md5") };
        let judged = on_facts::judged(&CHECK, FakeWorld::new().with(Family::HbaRules, &[broken])).unwrap();
        assert!(judged.unseen.is_some() && judged.findings.is_empty());
    }
}
