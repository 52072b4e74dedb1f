//! What a DBA decided about this report: thresholds of her own, and findings that are not to be told for a while.

use super::Report;
use crate::checks::limits::value;
use crate::checks::{registry, Check, Finding, Outcome};
use crate::evidence::facts::Facts;
use crate::evidence::overrides::Override;
use crate::evidence::suppressions::Suppression;
use crate::value::utc;
use serde_json::{json, Value};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    pub overrides: Vec<Override>,
    /// Those that hold now.
    pub suppressions: Vec<Suppression>,
}

impl Decided {
    /// As far as it could be read; what could not is among the families that could not.
    pub fn of(facts: &Facts) -> Self {
        let suppressions = facts.suppressions().unwrap_or_default();
        Decided {
            overrides: facts.overrides().unwrap_or_default().to_vec(),
            suppressions: suppressions.iter().filter(|s| s.until > facts.now()).cloned().collect(),
        }
    }

    /// What keeps a finding out of the findings.
    pub fn suppression(&self, finding: &Finding) -> Option<&Suppression> {
        if self.suppressions.is_empty() {
            return None;
        }
        let fingerprint = finding.fingerprint();
        self.suppressions.iter().find(|s| s.fingerprint == fingerprint)
    }

    /// A line for each threshold that was set: `busy_percent of connection_saturation: 60 % (by dba: few are left)`.
    pub(crate) fn threshold_lines(&self) -> Vec<String> {
        self.overrides
            .iter()
            .map(|o| {
                let check = registry::find(&o.check_id);
                let threshold = check.and_then(|c| c.thresholds.iter().find(|t| t.name == o.threshold));
                let name = check.map_or(o.check_id.as_str(), |check| check.name);
                let set = value(o.value, threshold.map_or("", |t| t.unit));
                let own = threshold.map(|t| format!(" instead of {}", value(t.value, t.unit))).unwrap_or_default();
                format!("{} of {name}: {set}{own}, by {}: {}", o.threshold, o.author, o.reason)
            })
            .collect()
    }

    pub(super) fn thresholds_json(&self) -> Value {
        self.overrides
            .iter()
            .map(|o| {
                json!({
                    "check_id": o.check_id, "threshold": o.threshold, "value": o.value,
                    "reason": o.reason, "author": o.author, "at": utc(o.at),
                })
            })
            .collect()
    }
}

impl Report {
    /// Findings that are there and not to be told, each with its check and why.
    pub fn suppressed(&self) -> Vec<(&'static Check, &Finding, &Suppression)> {
        self.results
            .iter()
            .filter_map(|(check, outcome)| match outcome {
                Outcome::Finding(judged) => Some((*check, judged)),
                _ => None,
            })
            .flat_map(|(check, judged)| judged.findings.iter().map(move |finding| (check, finding)))
            .filter_map(|(check, finding)| Some((check, finding, self.decided.suppression(finding)?)))
            .collect()
    }

    /// `durability_off fsync (1a52628f78ac044a): until 2026-03-02 12:00:00 UTC, by dba: a test server`.
    pub(crate) fn suppressed_lines(&self) -> Vec<String> {
        self.suppressed().into_iter().map(|(check, finding, s)| suppressed_line(check, finding, s)).collect()
    }

    pub(super) fn suppressed_json(&self) -> Value {
        self.suppressed()
            .into_iter()
            .map(|(check, finding, s)| {
                json!({
                    "fingerprint": s.fingerprint, "check_id": check.id, "check_name": check.name,
                    "severity": finding.severity, "object_kind": finding.object_kind, "object": finding.object,
                    "summary": finding.summary(), "reason": s.reason, "author": s.author, "until": utc(s.until),
                })
            })
            .collect()
    }
}

pub(crate) fn suppressed_line(check: &Check, finding: &Finding, s: &Suppression) -> String {
    let (name, object, print) = (check.name, &finding.object, &s.fingerprint);
    format!("{name} {object} ({print}): until {}, by {}: {}", utc(s.until), s.author, s.reason)
}

#[cfg(test)]
mod tests {
    use crate::evidence::fake::{setting, FakeWorld, NOW};
    use crate::evidence::overrides::Override;
    use crate::evidence::{fake, Family};
    use crate::flows::health_report::health_report;

    #[test]
    fn a_threshold_that_was_set_judges_and_is_told() {
        let set = Override {
            check_id: "CON01".into(),
            threshold: "busy_percent".into(),
            value: 1.0,
            reason: "few are left".into(),
            author: "dba".into(),
            at: NOW,
        };
        let world = || {
            let sessions = [fake::session(1, "active"), fake::session(2, "active"), fake::session(3, "active")];
            FakeWorld::new()
                .with(
                    Family::Settings,
                    &[setting("max_connections", "100"), setting("superuser_reserved_connections", "3")],
                )
                .with(Family::Sessions, &sessions)
        };
        let found = |world: &mut FakeWorld| {
            let report = health_report(world).unwrap();
            let is_busy = report.findings().iter().any(|(check, _)| check.name == "connection_saturation");
            (is_busy, report.text(1_000))
        };
        let (is_busy, text) = found(&mut world());
        assert!(!is_busy && !text.contains("THRESHOLDS"));
        let (is_busy, text) = found(&mut world().with(Family::Overrides, &[set]));
        assert!(is_busy, "{text}");
        assert!(
            text.contains("busy_percent of connection_saturation: 1 % instead of 75 %, by dba: few are left"),
            "{text}"
        );
    }
}
