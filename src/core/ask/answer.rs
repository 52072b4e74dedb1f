//! An answer, and how it reads.

use crate::checks::RemedyClass;
use crate::evidence::{Evidence, Family, Nature, Unread};
use crate::sentence::{Dossier, Sentence};
use crate::value::Value;
use crate::verify::Breach;
use serde::{Deserialize, Serialize};

/// How far an answer can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// "I don't know": nothing is claimed.
    None,
    /// Part of the question cannot be answered from the facts there are (no history, no plans), and it says which.
    Low,
    /// Everything said holds, but something could not be looked at, or the main claim is an estimate.
    Medium,
    /// All that the question needs was looked at, and the main claim was measured.
    High,
}

impl Confidence {
    pub const fn name(self) -> &'static str {
        match self {
            Confidence::None => "none",
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// Something that can be done, from a check's remedy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Action {
    pub check: &'static str,
    pub object: String,
    pub advice: String,
    pub sql: Option<String>,
    pub revert_sql: Option<String>,
    pub class: RemedyClass,
}

/// A family that was read, and how many rows it had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Looked {
    pub family: Family,
    pub rows: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The answer as people read it: what follows, laid out.
    pub text: String,
    pub confidence: Confidence,
    /// What stands before the sentences ("I don't know: …").
    pub opening: Option<String>,
    /// Sentences, the main claim first, and the evidence they cite.
    pub dossier: Dossier,
    /// Which model worded the sentences, or why none did; nothing where none is set up.
    pub wording: Option<String>,
    /// What a model was paid for it; none when its server does not tell.
    pub tokens: Option<i64>,
    pub notes: Vec<String>,
    pub actions: Vec<Action>,
    pub next: Option<String>,
    /// The intents the question was taken for, the best first, with their scores of 0 to 1.
    pub intents: Vec<(&'static str, f64)>,
    pub looked_at: Vec<Looked>,
    pub could_not: Vec<Unread>,
    /// What was dropped because its evidence does not say it.
    pub dropped: Vec<Breach>,
}

impl Answer {
    /// Writes `text` from everything else.
    pub(crate) fn written(mut self) -> Answer {
        let mut lines: Vec<String> = self.opening.iter().cloned().collect();
        lines.extend(self.dossier.sentences.iter().map(with_ids));
        lines.extend(self.wording.iter().cloned());
        lines.extend(self.notes.iter().map(|n| format!("{}.", n.trim_end_matches('.'))));
        let looked: Vec<String> =
            self.looked_at.iter().map(|l| format!("{} ({})", l.family.stem(), rows(l.rows))).collect();
        lines.push(match looked.is_empty() {
            true => "Looked at: nothing.".into(),
            false => format!("Looked at: {}.", looked.join(", ")),
        });
        for unread in &self.could_not {
            let opens = unread.opens_with.as_ref().map_or_else(String::new, |sql| format!(" (to see it: {sql};)"));
            lines.push(format!("Could not look at: {}{opens}", unread.detail.trim_end_matches('.')));
        }
        lines.extend(self.next.iter().map(|next| format!("Next: {next}")));
        self.text = lines.join("\n");
        self
    }
}

fn rows(n: usize) -> String {
    match n {
        1 => "1 row".into(),
        n => format!("{} rows", crate::value::grouped(i64::try_from(n).unwrap_or(i64::MAX))),
    }
}

/// A sentence and the ids of what it cites: `… [e1 e2]`.
fn with_ids(sentence: &Sentence) -> String {
    let mut cites = sentence.cites.clone();
    cites.sort_unstable();
    cites.dedup();
    let ids: Vec<String> = cites.iter().map(|at| id(*at)).collect();
    format!("{}. [{}]", sentence.text.trim_end_matches('.'), ids.join(" "))
}

/// Evidence is called e1, e2, … in the order of its dossier.
pub(crate) fn id(at: usize) -> String {
    format!("e{}", at + 1)
}

/// One row of `copilot.evidence(audit_id)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// As the answer cites it: `e1`.
    pub id: String,
    pub source: String,
    pub object: String,
    pub measure: String,
    /// As the answer shows it.
    pub value: String,
    pub unit: String,
    pub nature: Nature,
}

/// The evidence of an answer, as rows. The audit keeps the evidence and makes them again from it.
pub fn evidence_rows(evidence: &[Evidence]) -> Vec<EvidenceRow> {
    let row = |(at, e): (usize, &Evidence)| EvidenceRow {
        id: id(at),
        source: e.source.clone(),
        object: e.object.clone(),
        measure: e.measure.clone(),
        value: match &e.value {
            Value::Name(text) | Value::Word(text) => text.clone(),
            value => value.to_string(),
        },
        unit: unit(&e.value).into(),
        nature: e.nature,
    };
    evidence.iter().enumerate().map(row).collect()
}

const fn unit(value: &Value) -> &'static str {
    match value {
        Value::Count(_) => "count",
        Value::Bytes(_) => "bytes",
        Value::Milliseconds(_) | Value::Seconds(_) => "duration",
        Value::Percent(_) => "percent",
        Value::Number(_) => "number",
        Value::Name(_) => "name",
        Value::Word(_) => "word",
        Value::Time(_) => "time",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_survives_the_audit() {
        let evidence = vec![
            Evidence::name("tables", "shop.orders"),
            Evidence::estimated("tables", "shop.orders", "size", Value::Bytes(12 << 20)),
            Evidence::measured("server", "server", "since", Value::Time(0)),
        ];
        let kept = serde_json::to_string(&evidence).unwrap();
        let back: Vec<Evidence> = serde_json::from_str(&kept).unwrap();
        assert_eq!(back, evidence);
        let rows = evidence_rows(&back);
        assert_eq!((rows[1].id.as_str(), rows[1].value.as_str(), rows[1].unit.as_str()), ("e2", "12 MB", "bytes"));
        assert_eq!(serde_json::from_str::<EvidenceRow>(&serde_json::to_string(&rows[0]).unwrap()).unwrap(), rows[0]);
    }

    #[test]
    fn confidence_is_ordered() {
        assert!(Confidence::None < Confidence::Low && Confidence::Medium < Confidence::High);
    }
}
