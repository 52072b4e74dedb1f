//! The report as SARIF 2.1.0 (OASIS), for whatever collects findings of analysers. A database has no files: where a
//! finding is stands as a logical location, and a remedy, which would have to be an edit of a file, in the properties.

use super::json::not_seen;
use super::text::not_seen as why_not_seen;
use super::Report;
use crate::checks::manual::capital;
use crate::checks::{Check, Finding, Outcome, Severity};
use crate::value::utc;
use serde_json::{json, Value};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Report {
    pub fn sarif(&self) -> Value {
        let findings = self.findings();
        let rules: Vec<Value> = self.results.iter().map(|(check, _)| rule(check)).collect();
        let told = findings.into_iter().map(|(check, f)| self.result(check, f));
        let quiet = self.suppressed().into_iter().map(|(check, f, why)| {
            let mut result = self.result(check, f);
            let why = format!("{} ({}, until {})", why.reason, why.author, utc(why.until));
            if let Some(result) = result.as_object_mut() {
                let accepted = json!([{ "kind": "external", "status": "accepted", "justification": why }]);
                result.insert("suppressions".into(), accepted);
            }
            result
        });
        let results: Vec<Value> = told.chain(quiet).collect();
        let not_looked = self.results.iter().enumerate().filter_map(|(at, (check, o))| notification(at, check, o));
        json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "copilot_ext",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "invocations": [{
                    "executionSuccessful": true,
                    "endTimeUtc": utc(self.made_at).replace(' ', "T").replace("TUTC", "Z"),
                    "toolExecutionNotifications": not_looked.collect::<Vec<_>>(),
                }],
                "columnKind": "unicodeCodePoints",
                "results": results,
                "properties": {
                    "verdict": self.verdict(),
                    "coverage": self.json_coverage(),
                    "server": self.json_server(),
                },
            }],
        })
    }

    fn result(&self, check: &Check, found: &Finding) -> Value {
        let at = self.results.iter().position(|(c, _)| c.id == check.id);
        json!({
            "ruleId": check.id,
            "ruleIndex": at,
            "level": level(found.severity),
            "kind": "fail",
            "message": { "text": found.summary() },
            "locations": [{ "logicalLocations": [{
                "name": found.object,
                "fullyQualifiedName": found.object,
                "kind": found.object_kind,
            }]}],
            "partialFingerprints": { "copilot/v1": found.fingerprint() },
            "properties": self.finding(check, found),
        })
    }
}

fn rule(check: &Check) -> Value {
    json!({
        "id": check.id,
        "name": check.name,
        "shortDescription": { "text": format!("{}.", capital(check.what)) },
        "fullDescription": { "text": format!("{}.", capital(check.why)) },
        "help": { "text": format!("{}. Refuted by: {}", capital(check.how), check.refuted_by) },
        "defaultConfiguration": { "level": level(check.severity_max) },
        "properties": { "tags": [check.group] },
    })
}

/// What could not be looked at, so that no result does not read as none to find.
fn notification(at: usize, check: &Check, outcome: &Outcome) -> Option<Value> {
    let (why, detail, _) = why_not_seen(outcome)?;
    let level = if matches!(outcome, Outcome::Error(_)) { "error" } else { "warning" };
    let properties = match outcome {
        Outcome::Skipped(unread) => json!(not_seen(unread)),
        _ => json!({ "reason": why, "detail": detail }),
    };
    Some(json!({
        "level": level,
        "message": { "text": format!("{} could not look ({why}): {detail}", check.name) },
        "associatedRule": { "id": check.id, "index": at },
        "properties": properties,
    }))
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::fake::{setting, FakeWorld};
    use crate::evidence::Family;
    use crate::flows::health_report::health_report;

    #[test]
    fn a_result_points_at_its_rule_and_what_was_not_seen_is_told() {
        let settings = [setting("fsync", "off"), setting("full_page_writes", "on")];
        let world = FakeWorld::new().with(Family::Settings, &settings);
        let log = health_report(&mut world.refusing(Family::Sessions, "42501", "denied")).unwrap().sarif();
        let run = &log["runs"][0];
        let result = &run["results"][0];
        assert_eq!((&result["ruleId"], &result["level"]), (&"CFG01".into(), &"error".into()));
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], "CFG01");
        assert_eq!(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "fsync");
        assert_eq!(result["properties"]["remedy"]["sql"], "ALTER SYSTEM SET fsync = on");
        let told = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
        assert!(told.iter().any(|n| n["properties"]["reason"] == "privilege"), "{told:?}");
        assert_eq!(run["invocations"][0]["endTimeUtc"], "2026-03-01T12:00:00Z");
    }
}
