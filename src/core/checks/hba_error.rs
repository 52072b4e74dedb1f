//! # hba_error
//!
//! A line of pg_hba.conf that cannot be understood. A reload leaves the old rules in force, all of them; a restart fails.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Reason, Remedy, Severity, Unread, Value};

pub(crate) static CHECK: Check = Check {
    id: "SEC11",
    name: "hba_error",
    group: "SEC",
    what: "lines of pg_hba.conf that the server cannot understand",
    why: "no change of the file counts any more, and the next start fails",
    how: "pg_hba_file_rules shows the file as it is now",
    refuted_by: "SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL",
    reads: &[Family::HbaRules],
    needs: "GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules TO <role>",
    severity_max: Severity::High,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let rules = facts.hba_rules()?;
    if rules.is_empty() {
        return Err(Unread::because(Reason::Host, "no rule was shown"));
    }
    let mut judged = Judged::of("rules", rules.len());
    for rule in rules {
        let (Some(error), Some(line)) = (&rule.error, rule.line_number) else { continue };
        let object = format!("pg_hba.conf line {line}");
        let of = |measure, value| Evidence::measured("hba_rules", &object, measure, value);
        let said = Dossier::saying(
            "{} cannot be understood: {}.",
            &[&Evidence::name("hba_rules", &object), &of("error", Value::Word(error.clone()))],
        );
        let remedy = Remedy::advice("Mend the line, look again, then SELECT pg_reload_conf()");
        judged.findings.push(CHECK.finding(Severity::High, "rule", object.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{hba_rule, FakeWorld};
    use crate::evidence::hba_rules::HbaRule;

    #[test]
    fn a_line_with_an_error_is_named() {
        let found = |error: Option<&str>| {
            let rule =
                HbaRule { error: error.map(str::to_owned), ..hba_rule("host", Some("10.0.0.0"), "scram-sha-256") };
            found(&CHECK, FakeWorld::new().with(Family::HbaRules, &[rule]))
        };
        assert!(found(None).is_empty());
        assert_eq!(found(Some("invalid authentication method"))[0].object, "pg_hba.conf line 97");
    }
}
