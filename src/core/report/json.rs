//! The report as programs read it. Names stay; what is added later is added beside.
//!
//! `docs/health_report.schema.json` describes it, and a test holds reports of recorded servers against that.

use super::Report;
use crate::checks::{Check, Finding, Judged, Outcome};
use crate::evidence::Unread;
use crate::value::utc;
use serde_json::{json, Map, Value};

impl Report {
    pub fn json(&self) -> Value {
        let groups: Map<String, Value> =
            self.groups().into_iter().map(|(name, state)| (name.to_owned(), state.word().into())).collect();
        let findings: Vec<Value> = self.findings().into_iter().map(|(check, f)| self.finding(check, f)).collect();
        json!({
            "schema": "copilot.health_report/1",
            "made_at": utc(self.made_at),
            "verdict": self.verdict(),
            "server": self.json_server(),
            "coverage": self.json_coverage(),
            "groups": groups,
            "findings": findings,
            "suppressed": self.suppressed_json(),
            "thresholds_set": self.decided.thresholds_json(),
            "checks": self.results.iter().map(|(check, outcome)| row(check, outcome)).collect::<Vec<_>>(),
            "read": self.read.iter().map(|r| json!({ "family": r.family, "rows": r.rows })).collect::<Vec<_>>(),
            "unread": self.unread.iter().map(|(family, unread)| {
                let mut entry = not_seen(unread);
                entry.insert("family".into(), json!(family));
                entry
            }).collect::<Vec<_>>(),
        })
    }

    pub(super) fn json_server(&self) -> Value {
        json!(self.server.as_ref().map(|s| json!({
            "database": s.database_name,
            "role": s.role_name,
            "version_num": s.version_num,
            "in_recovery": s.in_recovery,
            "counting_seconds": s.counting_seconds,
        })))
    }

    pub(super) fn json_coverage(&self) -> Value {
        let coverage = self.coverage();
        json!({
            "checks": coverage.checks,
            "ok": coverage.ok,
            "with_findings": coverage.with_findings,
            "suppressed": coverage.suppressed,
            "skipped": coverage.skipped,
            "not_applicable": coverage.not_applicable,
            "errors": coverage.errors,
            "opens_with": coverage.opens_with,
        })
    }

    /// One finding, and what the report knows beside it.
    pub(super) fn finding(&self, check: &Check, found: &Finding) -> Value {
        let mut entry = finding(check, found);
        if let Some(entry) = entry.as_object_mut() {
            let since = self.since(found);
            entry.insert("window".into(), json!(self.judged(check).and_then(|judged| judged.window.as_ref())));
            entry.insert("seen".into(), json!(self.confidence(check).seen()));
            entry.insert("since".into(), json!(since.map(|since| utc(since.at))));
            entry.insert("since_seconds".into(), json!(since.map(|since| since.seconds)));
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

pub(super) fn not_seen(unread: &Unread) -> Map<String, Value> {
    Map::from_iter([
        ("reason".into(), json!(unread.reason.word())),
        ("detail".into(), json!(unread.detail)),
        ("opens_with".into(), json!(unread.opens_with)),
    ])
}
