//! One look at the database, control by control of a framework.

use super::health_report::health_report;
use crate::compliance::{ComplianceReport, Framework};
use crate::fault::Fault;
use crate::world::World;

/// The same look as `health_report()`; `call` is the audit's number of it.
pub fn compliance_report(
    world: &mut impl World,
    framework: Option<&str>,
    call: i64,
) -> Result<ComplianceReport, Fault> {
    let framework = Framework::parse(framework)?;
    Ok(ComplianceReport { framework, call, report: health_report(world)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::State;
    use crate::evidence::fake::{counts, setting, FakeWorld, DAY, NOW};
    use crate::evidence::public_grants::PublicGrant;
    use crate::evidence::suppressions::Suppression;
    use crate::evidence::Family;

    fn state(report: &ComplianceReport, number: &str) -> State {
        report.controls().into_iter().find(|c| c.control.number == number).unwrap().state
    }

    #[test]
    fn what_the_log_misses_is_told_under_its_control_with_evidence() {
        let mut world = FakeWorld::new().with(Family::Settings, &[setting("log_statement", "none")]);
        let report = compliance_report(&mut world, Some("cis"), 42).unwrap();
        assert_eq!((state(&report, "3.1.25"), state(&report, "3.1.20")), (State::NotMet, State::NotCovered));
        let json = report.json();
        let all = report.report.evidence();
        let control = json["controls"].as_array().unwrap().iter().find(|c| c["number"] == "3.1.25").unwrap();
        let finding = &control["findings"][0];
        let at: usize = finding["evidence"][0].as_str().unwrap().trim_start_matches('e').parse().unwrap();
        assert_eq!(all[at - 1].object, "log_statement", "the ids are those of copilot.evidence()");
        for page in [report.text(None), report.markdown(None), report.html(None)] {
            assert!(page.contains(finding["fingerprint"].as_str().unwrap()), "{page}");
            assert!(page.contains("copilot.evidence(42)") && !page.to_lowercase().contains("compliant"), "{page}");
        }
    }

    #[test]
    fn a_suppressed_finding_still_speaks_against_its_control() {
        let world = || FakeWorld::new().with(Family::Settings, &[setting("log_statement", "none")]);
        let all = compliance_report(&mut world(), Some("cis"), 1).unwrap();
        let (_, finding) = all.report.findings().into_iter().find(|(c, _)| c.name == "audit_logging_absent").unwrap();
        let quiet = Suppression {
            fingerprint: finding.fingerprint(),
            reason: "the proxy logs".into(),
            author: "dba".into(),
            until: NOW + DAY,
        };
        let report = compliance_report(&mut world().with(Family::Suppressions, &[quiet]), Some("cis"), 1).unwrap();
        assert_eq!(state(&report, "3.1.25"), State::NotMet);
        for page in [report.text(None), report.markdown(None), report.html(None), report.json().to_string()] {
            assert!(page.contains("by dba: the proxy logs"), "{page}");
        }
    }

    #[test]
    fn what_a_missing_right_hides_is_never_met() {
        let denied = |world: FakeWorld| {
            world.refusing(Family::HbaRules, "42501", "permission denied for function pg_hba_file_rules")
        };
        let report = compliance_report(&mut denied(FakeWorld::new()), Some("soc2"), 1).unwrap();
        assert_eq!(state(&report, "CC6.6"), State::NotVisible);
        assert!(report.text(None).contains("GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules"));
        assert!(report.text(Some("abc")).contains("is abc"));
        assert_eq!(report.json_with_hash(Some("abc"))["report_hash"], "abc");
        assert!(report.json().get("report_hash").is_none());
    }

    #[test]
    fn a_hostile_name_stays_a_name_in_html() {
        let grant = PublicGrant {
            schema_name: "shop".into(),
            relation_name: "<script>alert(1)</script>".into(),
            kind: 'r',
            privileges: vec!["SELECT".into()],
        };
        let mut world = FakeWorld::new().with(Family::Counts, &[counts(1, 0)]).with(Family::PublicGrants, &[grant]);
        let page = compliance_report(&mut world, Some("soc2"), 1).unwrap().html(Some("abc"));
        assert!(!page.contains("<script") && page.contains("&lt;script") && page.contains("is abc"), "{page}");
        for state in State::ALL.into_iter().filter(|state| report_has(&mut world, *state)) {
            assert!(page.contains(&format!(">{}</span>", state.word())), "{state:?}");
        }
    }

    fn report_has(world: &mut FakeWorld, state: State) -> bool {
        compliance_report(world, Some("soc2"), 1).unwrap().controls().iter().any(|c| c.state == state)
    }

    #[test]
    fn the_framework_is_needed() {
        assert!(compliance_report(&mut FakeWorld::new(), None, 1).is_err());
    }
}
