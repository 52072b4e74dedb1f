//! The report as programs read it. Names stay; what is added later is added beside.
//!
//! ```text
//! { "schema": "copilot.health_report/1", "made_at": "2026-11-23 22:58:07 UTC", "verdict": "…",
//!   "server": { "database", "role", "version_num", "in_recovery", "counting_seconds" } or null,
//!   "coverage": { "checks", "ok", "with_findings", "skipped", "not_applicable", "errors", "opens_with": […] },
//!   "groups": { "CON": "ok" | "findings" | "not fully seen" | "not applicable", … },
//!   "findings": [ { "fingerprint", "check_id", "check_name", "severity", "object_kind", "object", "summary",
//!                   "sentences": [ { "text", "cites": [0, …] } ], "evidence": [ … ],
//!                   "remedy": { "class", "advice", "sql", "revert_sql" }, "nature", "window", "refuted_by" } ],
//!   "checks": [ { "id", "name", "group", "outcome": "ok" | "finding" | "skipped" | "not_applicable" | "error",
//!                 "noun", "examined", "below_floor", "window", "reason", "detail", "opens_with" } ],
//!   "read": [ { "family", "rows" } ], "unread": [ { "family", "reason", "detail", "opens_with" } ] }
//! ```

use super::Report;
use crate::checks::{Check, Finding, Judged, Outcome};
use crate::evidence::Unread;
use crate::value::utc;
use serde_json::{json, Map, Value};

impl Report {
    pub fn json(&self) -> Value {
        let coverage = self.coverage();
        let groups: Map<String, Value> =
            self.groups().into_iter().map(|(name, state)| (name.to_owned(), state.word().into())).collect();
        let findings: Vec<Value> = self.findings().into_iter().map(|(check, f)| self.finding(check, f)).collect();
        json!({
            "schema": "copilot.health_report/1",
            "made_at": utc(self.made_at),
            "verdict": self.verdict(),
            "server": self.server.as_ref().map(|s| json!({
                "database": s.database_name,
                "role": s.role_name,
                "version_num": s.version_num,
                "in_recovery": s.in_recovery,
                "counting_seconds": s.counting_seconds,
            })),
            "coverage": {
                "checks": coverage.checks,
                "ok": coverage.ok,
                "with_findings": coverage.with_findings,
                "skipped": coverage.skipped,
                "not_applicable": coverage.not_applicable,
                "errors": coverage.errors,
                "opens_with": coverage.opens_with,
            },
            "groups": groups,
            "findings": findings,
            "checks": self.results.iter().map(|(check, outcome)| row(check, outcome)).collect::<Vec<_>>(),
            "read": self.read.iter().map(|r| json!({ "family": r.family, "rows": r.rows })).collect::<Vec<_>>(),
            "unread": self.unread.iter().map(|(family, unread)| {
                let mut entry = not_seen(unread);
                entry.insert("family".into(), json!(family));
                entry
            }).collect::<Vec<_>>(),
        })
    }

    fn finding(&self, check: &Check, found: &Finding) -> Value {
        let mut entry = finding(check, found);
        if let (Some(entry), Some(judged)) = (entry.as_object_mut(), self.judged(check)) {
            entry.insert("window".into(), json!(judged.window));
        }
        entry
    }
}

/// One finding by itself.
pub fn finding(check: &Check, finding: &Finding) -> Value {
    json!({
        "fingerprint": finding.fingerprint(),
        "check_id": check.id,
        "check_name": check.name,
        "severity": finding.severity,
        "object_kind": finding.object_kind,
        "object": finding.object,
        "summary": finding.summary(),
        "sentences": finding.said.sentences,
        "evidence": finding.said.evidence,
        "remedy": finding.remedy,
        "nature": check.nature,
        "refuted_by": check.refuted_by,
    })
}

fn row(check: &Check, outcome: &Outcome) -> Value {
    let (word, mut entry) = match outcome {
        Outcome::Ok(judged) => ("ok", looked(judged)),
        Outcome::Finding(judged) => ("finding", looked(judged)),
        Outcome::Skipped(unread) => ("skipped", not_seen(unread)),
        Outcome::NotApplicable(why) => ("not_applicable", Map::from_iter([("detail".into(), json!(why))])),
        Outcome::Error(why) => ("error", Map::from_iter([("detail".into(), json!(why))])),
    };
    entry.insert("id".into(), json!(check.id));
    entry.insert("name".into(), json!(check.name));
    entry.insert("group".into(), json!(check.group));
    entry.insert("outcome".into(), json!(word));
    Value::Object(entry)
}

fn looked(judged: &Judged) -> Map<String, Value> {
    let mut entry = judged.unseen.as_ref().map(not_seen).unwrap_or_default();
    entry.insert("noun".into(), json!(judged.noun));
    entry.insert("examined".into(), json!(judged.examined));
    entry.insert("below_floor".into(), json!(judged.below_floor));
    entry.insert("window".into(), json!(judged.window));
    entry
}

fn not_seen(unread: &Unread) -> Map<String, Value> {
    Map::from_iter([
        ("reason".into(), json!(unread.reason.word())),
        ("detail".into(), json!(unread.detail)),
        ("opens_with".into(), json!(unread.opens_with)),
    ])
}
