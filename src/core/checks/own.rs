//! # own_check
//!
//! Checks that a DBA has added as SQL (`copilot.add_check()`). Each row of such a SELECT is a finding, and hers: its
//! sentence quotes what her SQL said. A remedy is never taken from it as SQL, since rows are data.

use super::{Check, Finding, Judged, Outcome, Remedy, Severity};
use crate::evidence::own_checks::OwnCheck;
use crate::evidence::{Evidence, Reason, Unread};
use crate::gate::Rows;
use crate::sentence::Dossier;
use crate::value::Value;
use crate::world::World;
use serde_json::Map;

/// Rows of one check that become findings.
const MOST_FINDINGS: usize = 100;
/// Characters of a text of hers that are shown.
const LONGEST_TEXT: usize = 500;

pub(crate) static CHECK: Check = Check {
    id: "OWN",
    name: "own_check",
    group: "OWN",
    what: "what checks of your own look for (copilot.add_check())",
    why: "nobody knows a database as those who run it",
    how: "the SELECT that was added, through the gate, with the rights of whoever asks for the report",
    refuted_by: "SELECT id, sql FROM copilot.own_checks",
    severity_max: Severity::Critical,
    ..Check::PLAIN
};

/// Runs them all; None when there are none.
pub fn run(world: &mut impl World, checks: &[OwnCheck]) -> Option<Outcome> {
    if checks.is_empty() {
        return None;
    }
    let mut judged = Judged { noun: "checks of your own", ..Judged::default() };
    let mut unseen: Vec<Unread> = Vec::new();
    for check in checks {
        let result = world.run_own_check(&check.sql);
        match result.map_err(|why| of(check, why)).and_then(|rows| findings(check, &rows)) {
            Ok(found) => {
                judged.examined += 1;
                judged.findings.extend(found);
            }
            Err(why) => unseen.push(why),
        }
    }
    judged.unseen = together(unseen);
    Some(super::judge::settle(judged))
}

/// What could not run, as one.
fn together(unseen: Vec<Unread>) -> Option<Unread> {
    let detail = unseen.iter().map(|why| why.detail.as_str()).collect::<Vec<_>>().join("; ");
    let opens_with = unseen.iter().find_map(|why| why.opens_with.clone());
    unseen.first().map(|first| Unread { reason: first.reason, detail, opens_with })
}

fn of(check: &OwnCheck, why: Unread) -> Unread {
    Unread { detail: format!("{} of {}: {}", check.id, check.author, why.detail), ..why }
}

fn findings(check: &OwnCheck, rows: &Rows) -> Result<Vec<Finding>, Unread> {
    let bad = |why: &str| of(check, Unread::because(Reason::Host, why));
    if rows.objects.len() > MOST_FINDINGS || rows.cut.is_some() {
        return Err(bad(&format!(
            "it gave more than {MOST_FINDINGS} rows; a check names what is wrong, not all there is"
        )));
    }
    rows.objects
        .iter()
        .map(|row| {
            let row: Map<String, serde_json::Value> =
                serde_json::from_str(row).map_err(|_| bad("a row could not be read"))?;
            finding(check, &row).ok_or_else(|| bad("a row without object or summary"))
        })
        .collect()
}

fn finding(check: &OwnCheck, row: &Map<String, serde_json::Value>) -> Option<Finding> {
    let (object, summary) = (text(row.get("object")?)?, text(row.get("summary")?)?);
    let severity = row.get("severity").and_then(serde_json::Value::as_str).unwrap_or(&check.severity);
    let severity = Severity::parse(severity).unwrap_or(Severity::Medium);
    let mut said = Dossier::default();
    said.say(
        "Check {} of {} says: {}.",
        &[
            &Evidence::name("own_checks", &check.id),
            &Evidence::name("own_checks", &check.author),
            &Evidence::measured("own_checks", &object, "summary", Value::Word(summary)),
        ],
    );
    for (column, value) in row {
        if !["object", "summary", "severity", "advice"].contains(&column.as_str()) {
            said.cite(&Evidence::measured("own_checks", &object, column, typed(value)?));
        }
    }
    let advice = row.get("advice").and_then(text).unwrap_or_else(|| check.reason.clone());
    let object = format!("{}: {object}", check.id);
    Some(CHECK.finding(severity, "finding", object, said, Remedy::advice(advice)))
}

/// A text as far as it is shown.
fn text(value: &serde_json::Value) -> Option<String> {
    let whole = match value {
        serde_json::Value::Null => return None,
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(whole.chars().take(LONGEST_TEXT).collect())
}

fn typed(value: &serde_json::Value) -> Option<Value> {
    match value.as_i64() {
        Some(count) => Some(Value::Count(count)),
        None => match value.as_f64() {
            Some(number) => Some(Value::Number(number)),
            None => Some(Value::Word(text(value).unwrap_or_else(|| "null".into()))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::FakeWorld;

    fn own(id: &str) -> OwnCheck {
        OwnCheck {
            id: id.into(),
            sql: "select …".into(),
            severity: "high".into(),
            reason: "look at the till".into(),
            author: "alice".into(),
        }
    }

    fn outcome(rows: &[&str]) -> Outcome {
        let objects = rows.iter().map(|row| (*row).to_owned()).collect();
        run(&mut FakeWorld::new().giving(Rows { objects, cut: None }), &[own("no_orders")]).unwrap()
    }

    #[test]
    fn a_row_is_a_finding_of_hers() {
        let Outcome::Finding(judged) =
            outcome(&[r#"{"object": "shop.orders", "summary": "none for 2 h", "hours": 2}"#])
        else {
            panic!()
        };
        let finding = &judged.findings[0];
        assert_eq!((finding.object.as_str(), finding.severity), ("no_orders: shop.orders", Severity::High));
        assert_eq!(finding.summary(), "Check \"no_orders\" of \"alice\" says: 'none for 2 h'.");
        assert_eq!(finding.remedy, Remedy::advice("look at the till"));
        assert!(finding.said.evidence.iter().any(|e| e.measure == "hours" && e.value == Value::Count(2)));

        assert!(matches!(outcome(&[]), Outcome::Ok(_)));
        let low = outcome(&[r#"{"object": 7, "summary": "s", "severity": "low", "advice": "wait"}"#]);
        assert!(matches!(low, Outcome::Finding(judged) if judged.findings[0].severity == Severity::Low));
    }

    #[test]
    fn what_does_not_run_or_is_no_finding_is_never_ok() {
        let many = vec![r#"{"object": "o", "summary": "s"}"#; MOST_FINDINGS + 1];
        for rows in [&[r#"{"object": "o"}"#][..], &[r#"{"object": null, "summary": "s"}"#], &["["], &many] {
            assert!(matches!(outcome(rows), Outcome::Skipped(_)), "{rows:?}");
        }
        let refused = run(&mut FakeWorld::new(), &[own("a"), own("b")]).unwrap();
        let Outcome::Skipped(why) = refused else { panic!() };
        assert_eq!(why.reason, Reason::Untrusted);
        assert!(why.detail.contains("a of alice") && why.detail.contains("b of alice"));
        assert!(run(&mut FakeWorld::new(), &[]).is_none());
    }
}
