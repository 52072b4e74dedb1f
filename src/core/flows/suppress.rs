//! Keeping a finding out of reports for a while, and no longer.

use super::health_report::health_report;
use crate::decision::Decision;
use crate::fault::{Fault, Kind};
use crate::gate::allowing::demand_reason;
use crate::value::utc;
use crate::world::{Micros, World};

/// A suppression has to be renewed each year.
const LONGEST_DAYS: i64 = 366;
const DAY: Micros = 86_400_000_000;
const SUPPRESS: &str =
    "SELECT copilot.suppress('1a52628f78ac044a', 'used at the end of each quarter', now() + interval '90 days')";
const UNSUPPRESS: &str = "SELECT copilot.unsuppress('1a52628f78ac044a', 'the quarter is over')";

/// The finding has to be there now. Gives a sentence.
pub fn suppress(
    world: &mut impl World,
    fingerprint: Option<&str>,
    reason: Option<&str>,
    until: Option<Micros>,
) -> Result<String, Fault> {
    let fingerprint = fingerprint.ok_or_else(|| Fault::null_argument("fingerprint", SUPPRESS))?;
    let reason = demand_reason(reason, SUPPRESS)?;
    let until = until
        .ok_or_else(|| Fault::null_argument("until", SUPPRESS).detail("What is suppressed for ever is forgotten."))?;
    let now = world.now();
    if until <= now || until > now.saturating_add(LONGEST_DAYS * DAY) {
        return Err(Fault::new(Kind::InvalidArgument, "a suppression cannot end then")
            .detail(format!("It ends in the future, at most {LONGEST_DAYS} days ahead."))
            .hint(SUPPRESS));
    }
    let report = health_report(world)?;
    let every = report.findings().into_iter().chain(report.suppressed().into_iter().map(|(check, f, _)| (check, f)));
    let found = every.map(|(check, finding)| (check.name, finding)).find(|(_, f)| f.fingerprint() == fingerprint);
    let Some((check_name, finding)) = found else {
        let shown: String = fingerprint.chars().take(40).collect();
        return Err(Fault::new(Kind::NotFound, format!("there is no finding \"{shown}\" now"))
            .detail("Only what can be seen can be suppressed.")
            .hint("SELECT fingerprint, check_name, object FROM copilot.findings()"));
    };
    let object = finding.object.clone();
    let said = format!("{check_name} of {object} is suppressed until {}", utc(until));
    let decision =
        Decision::Suppress { fingerprint: fingerprint.into(), check_name: check_name.into(), object, reason, until };
    world.decide(&decision)?;
    Ok(said)
}

/// It is reported again.
pub fn unsuppress(world: &mut impl World, fingerprint: Option<&str>, reason: Option<&str>) -> Result<String, Fault> {
    let fingerprint = fingerprint.ok_or_else(|| Fault::null_argument("fingerprint", UNSUPPRESS))?;
    demand_reason(reason, UNSUPPRESS)?;
    let shown: String = fingerprint.chars().take(40).collect();
    match world.decide(&Decision::Unsuppress { fingerprint: fingerprint.into() })? {
        0 => Err(Fault::new(Kind::NotFound, format!("\"{shown}\" is not suppressed"))
            .hint("SELECT fingerprint, check_name, object FROM copilot.suppressions")),
        _ => Ok(format!("{shown} is reported again")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{setting, FakeWorld, NOW};
    use crate::evidence::suppressions::Suppression;
    use crate::evidence::Family;

    fn unsafe_world() -> FakeWorld {
        FakeWorld::new().with(Family::Settings, &[setting("fsync", "off"), setting("full_page_writes", "on")])
    }

    fn fingerprint(world: &mut FakeWorld) -> String {
        health_report(world).unwrap().findings()[0].1.fingerprint()
    }

    #[test]
    fn what_is_suppressed_is_no_finding_until_its_day() {
        let mut world = unsafe_world();
        let print = fingerprint(&mut world);
        let until = NOW + DAY;
        let said = suppress(&mut world, Some(&print), Some("a test server"), Some(until)).unwrap();
        assert_eq!(said, "durability_off of fsync is suppressed until 2026-03-02 12:00:00 UTC");
        let Decision::Suppress { reason, .. } = &world.decided()[0] else { panic!() };

        let kept = Suppression { fingerprint: print.clone(), reason: reason.clone(), author: "dba".into(), until };
        let mut world = unsafe_world().with(Family::Suppressions, &[kept]);
        let report = health_report(&mut world).unwrap();
        assert!(report.findings().iter().all(|(_, f)| f.fingerprint() != print));
        assert_eq!(report.suppressed().len(), 1);
        for page in [
            report.text(1_000),
            report.markdown(),
            report.html(),
            report.json().to_string(),
            report.sarif().to_string(),
        ] {
            assert!(page.contains("a test server") && page.contains(&print), "{page}");
        }

        let report = health_report(&mut world.later(DAY)).unwrap();
        assert_eq!((report.findings()[0].1.fingerprint(), report.suppressed().len()), (print, 0));
    }

    #[test]
    fn only_what_is_there_is_suppressed_and_not_for_ever() {
        let mut world = unsafe_world();
        let print = fingerprint(&mut world);
        let mut kind = |print: Option<&str>, reason: Option<&str>, until: Option<Micros>| {
            suppress(&mut world, print, reason, until).err().map(|fault| fault.kind)
        };
        let tomorrow = Some(NOW + DAY);
        assert_eq!(kind(Some("0000000000000000"), Some("why"), tomorrow), Some(Kind::NotFound));
        assert_eq!(kind(Some(&print), Some("why"), Some(NOW)), Some(Kind::InvalidArgument));
        assert_eq!(kind(Some(&print), Some("why"), Some(NOW + 367 * DAY)), Some(Kind::InvalidArgument));
        assert_eq!(kind(Some(&print), Some("why"), Some(Micros::MAX)), Some(Kind::InvalidArgument));
        assert_eq!(kind(Some(&print), Some("why"), None), Some(Kind::NullArgument));
        assert_eq!(kind(Some(&print), None, tomorrow), Some(Kind::NullArgument));
        assert_eq!(kind(Some(&print), Some("why"), tomorrow), None);
    }
}
