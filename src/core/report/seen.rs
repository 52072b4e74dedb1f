//! A report as it was kept, read back: what was found, and for each check whether it could look.

use crate::checks::Severity;
use crate::evidence::Evidence;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What two reports can be compared by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    pub database: Option<String>,
    pub role: Option<String>,
    /// In the order of the report.
    pub findings: Vec<SeenFinding>,
    /// By the id of the check; one that is not here was not known then.
    pub checks: BTreeMap<String, SeenCheck>,
    /// Fingerprints of what was found and is not to be shown.
    pub suppressed: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeenFinding {
    pub fingerprint: String,
    pub check_id: String,
    pub check_name: String,
    pub severity: Severity,
    pub object_kind: String,
    pub object: String,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SeenCheck {
    pub group: String,
    pub sight: Sight,
}

/// How much of what it judges a check could look at.
#[derive(Clone, Debug, PartialEq)]
pub enum Sight {
    Whole,
    /// Why a part, or all, stayed unseen.
    NotWhole(String),
}

#[derive(Deserialize)]
struct CheckRow {
    id: String,
    #[serde(default)]
    group: String,
    outcome: String,
    reason: Option<String>,
    detail: Option<String>,
    opens_with: Option<String>,
}

impl Seen {
    /// Reads what `health_report('json')` gave. What an entry does not say is left out; it never reads as seen.
    pub fn of(report: &Value) -> Seen {
        let text = |at: &str| report.pointer(at).and_then(Value::as_str).map(str::to_owned);
        let list = |name: &str| report.get(name).and_then(Value::as_array).into_iter().flatten();
        let findings = list("findings").filter_map(|f| SeenFinding::deserialize(f).ok()).collect();
        let checks = list("checks").filter_map(|row| CheckRow::deserialize(row).ok());
        let print = |entry: &Value| entry.get("fingerprint").and_then(Value::as_str).map(str::to_owned);
        Seen {
            database: text("/server/database"),
            role: text("/server/role"),
            findings,
            checks: checks.map(|row| (row.id.clone(), SeenCheck::of(row))).collect(),
            suppressed: list("suppressed").filter_map(print).collect(),
        }
    }

    pub fn finding(&self, fingerprint: &str) -> Option<&SeenFinding> {
        self.findings.iter().find(|f| f.fingerprint == fingerprint)
    }

    /// Why it cannot be told whether this check would find anything more; none when all was seen.
    pub fn blindness(&self, check: &str) -> Option<String> {
        match self.checks.get(check).map(|c| &c.sight) {
            Some(Sight::Whole) => None,
            Some(Sight::NotWhole(why)) => Some(why.clone()),
            None => Some("this check was not made".to_owned()),
        }
    }
}

impl SeenCheck {
    fn of(row: CheckRow) -> SeenCheck {
        let sight = match (row.outcome.as_str(), &row.reason) {
            ("ok" | "finding", None) | ("not_applicable", _) => Sight::Whole,
            (outcome, reason) => {
                let reason = reason.as_deref().unwrap_or(outcome);
                let detail = row.detail.map(|detail| format!(": {detail}")).unwrap_or_default();
                let opens = row.opens_with.map(|opens| format!("; opens with: {opens}")).unwrap_or_default();
                Sight::NotWhole(format!("{reason}{detail}{opens}"))
            }
        };
        SeenCheck { group: row.group, sight }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::json;

    /// A report with these findings: fingerprint, check, severity, dead rows.
    pub(crate) fn report(findings: &[(&str, &str, &str, i64)], checks: &[(&str, &str)]) -> Value {
        let finding = |(print, check, severity, dead): &(&str, &str, &str, i64)| {
            json!({"fingerprint": print, "check_id": check, "check_name": "dead_tuple_ratio", "severity": severity,
                   "object_kind": "table", "object": format!("shop.{print}"), "summary": format!("{dead} dead rows."),
                   "evidence": [{"source": "tables", "object": "x", "measure": "dead_rows", "unit": "count",
                                 "value": dead, "nature": "estimated"}]})
        };
        let check = |(id, outcome): &(&str, &str)| match *outcome {
            "part" => json!({"id": id, "group": "VAC", "outcome": "finding", "reason": "privilege",
                             "detail": "hidden", "opens_with": "GRANT a TO b"}),
            "skipped" => json!({"id": id, "group": "VAC", "outcome": "skipped", "reason": "budget", "detail": "late"}),
            outcome => json!({"id": id, "group": "VAC", "outcome": outcome, "reason": null}),
        };
        json!({"server": {"database": "shop", "role": "dba"},
               "findings": findings.iter().map(finding).collect::<Vec<_>>(),
               "checks": checks.iter().map(check).collect::<Vec<_>>()})
    }

    #[test]
    fn a_kept_report_reads_back() {
        let mut kept =
            report(&[("a", "VAC01", "high", 7)], &[("VAC01", "finding"), ("VAC02", "part"), ("VAC03", "skipped")]);
        kept["suppressed"] = json!([{"fingerprint": "s", "reason": "wanted"}]);
        let seen = Seen::of(&kept);
        assert_eq!((seen.database.as_deref(), seen.role.as_deref()), (Some("shop"), Some("dba")));
        assert_eq!(seen.finding("a").unwrap().severity, Severity::High);
        assert_eq!(seen.finding("a").unwrap().evidence.len(), 1);
        assert_eq!(seen.blindness("VAC01"), None);
        assert_eq!(seen.blindness("VAC02").as_deref(), Some("privilege: hidden; opens with: GRANT a TO b"));
        assert_eq!(seen.blindness("VAC03").as_deref(), Some("budget: late"));
        assert_eq!(seen.blindness("VAC99").as_deref(), Some("this check was not made"));
        assert!(seen.suppressed.contains("s"));
    }

    #[test]
    fn what_is_no_report_shows_nothing_as_seen() {
        for broken in [json!(null), json!({"checks": [{"id": "VAC01"}], "findings": [{"fingerprint": 1}]})] {
            let seen = Seen::of(&broken);
            assert!(seen.findings.is_empty() && seen.blindness("VAC01").is_some(), "{broken}");
        }
    }
}
