//! What is told of a finding. It leaves the database, by NOTIFY to whoever listens and by a request: so it is made of the
//! names and numbers of the finding's evidence alone. Sentences, words of the server and SQL stay inside, since any of
//! them may hold a literal.

use crate::chain::canonical;
use crate::checks::gauge::number;
use crate::checks::{manual, registry, Severity};
use crate::report::seen::{Seen, SeenFinding};
use crate::value::utc;
use crate::world::Micros;
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

/// NOTIFY takes less than 8,000 bytes.
const NOTIFY_BYTES: usize = 7_900;
const NAME_CHARS: usize = 200;
const MOST_NUMBERS: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    New,
    Worse,
    /// It was told, stays, and the rule wants to hear of it again.
    Repeated,
    Gone,
}

impl Why {
    pub const fn word(self) -> &'static str {
        match self {
            Why::New => "new",
            Why::Worse => "worse",
            Why::Repeated => "repeated",
            Why::Gone => "gone",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub why: Why,
    pub fingerprint: String,
    pub check_id: String,
    pub check_name: String,
    pub check_group: String,
    pub severity: Severity,
    pub object_kind: String,
    pub object: String,
    pub database: String,
    /// Measure and value with its unit.
    pub numbers: Vec<(String, String)>,
    /// The report that gave it.
    pub report: i64,
    pub at: Micros,
    /// The rule that wants it told; none when it is gone.
    pub rule: Option<String>,
}

impl Event {
    pub(super) fn of(why: Why, finding: &SeenFinding, now: &Seen, report: i64, at: Micros) -> Event {
        let mut numbers: Vec<(String, String)> = Vec::new();
        // A measure may be there of several objects; the first is the finding's own.
        for one in finding.evidence.iter().filter(|e| number(&e.value).is_some()) {
            if numbers.len() < MOST_NUMBERS && numbers.iter().all(|(measure, _)| *measure != cut(&one.measure)) {
                numbers.push((cut(&one.measure), one.value.to_string()));
            }
        }
        Event {
            why,
            fingerprint: finding.fingerprint.clone(),
            check_id: finding.check_id.clone(),
            check_name: cut(&finding.check_name),
            check_group: now.checks.get(&finding.check_id).map(|c| c.group.clone()).unwrap_or_default(),
            severity: finding.severity,
            object_kind: cut(&finding.object_kind),
            object: cut(&finding.object),
            database: now.database.clone().unwrap_or_default(),
            numbers,
            report,
            at,
            rule: None,
        }
    }

    pub fn is_resolved(&self) -> bool {
        self.why == Why::Gone
    }

    pub const fn severity_word(&self) -> &'static str {
        manual::severity(self.severity)
    }

    /// One line for people.
    pub fn headline(&self) -> String {
        let level = match self.is_resolved() {
            true => "RESOLVED".to_owned(),
            false => self.severity_word().to_ascii_uppercase(),
        };
        format!("{level} {}: {} {} in {}", self.check_name, self.object_kind, self.object, self.database)
    }

    /// What is looked for, of the registry; nothing for a check of the DBA's own.
    pub fn what(&self) -> Option<String> {
        registry::find(&self.check_id).map(|check| manual::capital(check.what))
    }

    /// The numbers in words.
    pub fn measured(&self) -> String {
        let each = self.numbers.iter().map(|(measure, value)| format!("{} {value}", measure.replace('_', " ")));
        each.collect::<Vec<_>>().join(", ")
    }

    pub fn key(&self) -> String {
        format!("copilot/{}/{}", self.database, self.fingerprint)
    }

    /// For NOTIFY: JSON in ASCII, so that its length is the same in every encoding of the server.
    pub fn payload(&self) -> String {
        let whole = self.ascii(&self.numbers, false);
        match whole.len() <= NOTIFY_BYTES {
            true => whole,
            false => self.ascii(&[], true),
        }
    }

    fn ascii(&self, numbers: &[(String, String)], is_cut: bool) -> String {
        let numbers: serde_json::Map<String, Value> =
            numbers.iter().map(|(measure, value)| (measure.clone(), value.clone().into())).collect();
        let mut fields = json!({
            "state": self.why.word(), "fingerprint": self.fingerprint, "check_id": self.check_id,
            "check_name": self.check_name, "check_group": self.check_group, "severity": self.severity_word(),
            "object_kind": self.object_kind, "object": self.object, "database": self.database, "numbers": numbers,
            "report": self.report, "at": utc(self.at), "rule": self.rule,
        });
        if let (true, Some(fields)) = (is_cut, fields.as_object_mut()) {
            fields.insert("cut".into(), true.into());
        }
        canonical(fields.as_object().unwrap_or(&serde_json::Map::new()))
    }
}

/// The time as RFC 3339 has it.
pub(super) fn rfc3339(at: Micros) -> String {
    utc(at).replacen(' ', "T", 1).replace(" UTC", "Z")
}

fn cut(text: &str) -> String {
    let left_out = text.chars().count().saturating_sub(NAME_CHARS);
    match left_out {
        0 => text.to_owned(),
        n => format!("{}… [{n} more characters]", text.chars().take(NAME_CHARS).collect::<String>()),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The event of the recorded examples.
    pub(crate) fn example(why: Why) -> Event {
        Event {
            why,
            fingerprint: "1a52628f78ac044a".into(),
            check_id: "VAC08".into(),
            check_name: "dead_tuple_ratio".into(),
            check_group: "VAC".into(),
            severity: Severity::High,
            object_kind: "table".into(),
            object: "shop.<!channel> & \"co\"".into(),
            database: "shop".into(),
            numbers: vec![("dead_rows".into(), "12,000".into()), ("dead_percent".into(), "60 %".into())],
            report: 42,
            at: 1_709_210_096_000_000,
            rule: Some("night".into()),
        }
    }

    #[test]
    fn only_names_and_numbers_leave() {
        let secret = "select * from t where card = '4711'";
        let finding = serde_json::from_value::<SeenFinding>(json!({
            "fingerprint": "f", "check_id": "X", "check_name": "own", "severity": "high", "object_kind": "session",
            "object": "pid 7", "summary": secret, "evidence": [
                {"source": "s", "object": "pid 7", "measure": "query", "unit": "word", "value": secret, "nature": "measured"},
                {"source": "s", "object": "pid 7", "measure": "role", "unit": "name", "value": secret, "nature": "measured"},
                {"source": "s", "object": "pid 7", "measure": "seconds", "unit": "seconds", "value": 90.0, "nature": "measured"}]
        }))
        .unwrap();
        let event = Event::of(Why::New, &finding, &Seen::default(), 1, 0);
        assert_eq!(event.measured(), "seconds 90 s");
        for text in [event.payload(), super::super::body(super::super::Receiver::Slack, &event, None)] {
            assert!(!text.contains("4711"), "{text}");
        }
    }

    #[test]
    fn a_payload_is_short_and_says_when_it_was_cut() {
        let event = example(Why::New);
        assert!(event.payload().is_ascii() && !event.payload().contains("\"cut\""));
        let wide = "🐘".repeat(5_000);
        let numbers = (0..8).map(|n| (cut(&format!("{n}{wide}")), cut(&wide))).collect();
        let long = Event { object: cut(&wide), numbers, ..event };
        let payload = long.payload();
        assert!(payload.len() < 8_000 && payload.contains("\"cut\":true") && payload.contains("4800 more characters"));
    }
}
