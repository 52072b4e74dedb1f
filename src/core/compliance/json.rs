//! The report as programs read it. Names stay; what is added later is added beside.
//!
//! ```text
//! { "schema": "copilot.compliance_report/1", "framework", "edition", "made_at", "verdict",
//!   "server": { "database", "role", "version_num", "in_recovery" } or null, "audit_id",
//!   "controls": [ { "number", "title", "state": "met" | "not met" | "not visible from SQL" | "not covered", "attest",
//!                   "checks": [ { "id", "name", "outcome", "reason", "detail", "opens_with" } ],
//!                   "findings": [ { "fingerprint", "check_id", "check_name", "severity", "object_kind", "object",
//!                                   "summary", "evidence": ["e1", …] } ],
//!                   "suppressed": [ "…" ] } ],
//!   "report_hash": "…" or null }
//! ```
//!
//! `report_hash` is not part of what is kept: a text cannot hold its own hash.

use super::report::{Cited, ComplianceReport, Judgement};
use crate::checks::{manual::severity, Outcome};
use crate::value::utc;
use serde_json::{json, Value};

impl ComplianceReport {
    /// What is kept and hashed.
    pub fn json(&self) -> Value {
        let controls: Vec<Value> = self.controls().iter().map(control).collect();
        json!({
            "schema": "copilot.compliance_report/1",
            "framework": self.framework.word(),
            "edition": self.framework.edition(),
            "made_at": utc(self.report.made_at),
            "verdict": self.verdict(),
            "server": self.report.server.as_ref().map(|s| json!({
                "database": s.database_name,
                "role": s.role_name,
                "version_num": s.version_num,
                "in_recovery": s.in_recovery,
            })),
            "audit_id": self.call,
            "controls": controls,
        })
    }

    /// The same with its hash beside it.
    pub fn json_with_hash(&self, hash: Option<&str>) -> Value {
        let mut json = self.json();
        if let Some(report) = json.as_object_mut() {
            report.insert("report_hash".into(), json!(hash));
        }
        json
    }
}

fn control(judged: &Judgement<'_>) -> Value {
    let checks: Vec<Value> = judged
        .outcomes
        .iter()
        .map(|(check, outcome)| {
            let unseen = crate::report::not_seen(outcome);
            json!({
                "id": check.id,
                "name": check.name,
                "outcome": word(outcome),
                "reason": unseen.map(|(why, ..)| why),
                "detail": unseen.map(|(_, detail, _)| detail),
                "opens_with": unseen.and_then(|(.., opens)| opens),
            })
        })
        .collect();
    json!({
        "number": judged.control.number,
        "title": judged.control.title,
        "state": judged.state.word(),
        "attest": judged.control.outside,
        "checks": checks,
        "suppressed": judged.suppressed,
        "findings": judged.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(cited: &Cited<'_>) -> Value {
    let finding = cited.finding;
    json!({
        "fingerprint": finding.fingerprint(),
        "check_id": cited.check.id,
        "check_name": cited.check.name,
        "severity": severity(finding.severity),
        "object_kind": finding.object_kind,
        "object": finding.object,
        "summary": finding.summary(),
        "evidence": cited.evidence_ids(),
    })
}

const fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Ok(_) => "ok",
        Outcome::Finding(_) => "finding",
        Outcome::Skipped(_) => "skipped",
        Outcome::NotApplicable(_) => "not_applicable",
        Outcome::Error(_) => "error",
    }
}
