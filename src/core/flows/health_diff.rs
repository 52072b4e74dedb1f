//! A look now against a report of before.

use super::health_report::health_report;
use crate::checks::manual;
use crate::evidence::Evidence;
use crate::fault::{Fault, Kind};
use crate::report::diff::{diff, Change, Diff};
use crate::report::seen::Seen;
use crate::value::utc;
use crate::world::{Micros, World};
use serde_json::Value;

/// A stored report of this database.
pub struct Stored {
    pub id: i64,
    pub at: Micros,
    pub author: String,
    pub report: Value,
}

pub struct HealthDiff {
    pub rows: Vec<DiffRow>,
    /// What was compared with what, for a person.
    pub notice: String,
    pub evidence: Vec<Evidence>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DiffRow {
    pub state: &'static str,
    pub fingerprint: String,
    pub check_id: String,
    pub check_name: String,
    pub object_kind: String,
    pub object: String,
    pub severity_before: Option<&'static str>,
    pub severity_now: Option<&'static str>,
    pub summary: String,
    pub reason: Option<String>,
}

/// Compares with the given report; none is an error, since nothing to compare with is not "nothing changed".
pub fn health_diff(world: &mut impl World, stored: Option<Stored>, since: Option<Micros>) -> Result<HealthDiff, Fault> {
    let stored = stored.ok_or_else(|| nothing_stored(since))?;
    let report = health_report(world)?;
    let (then, now) = (Seen::of(&stored.report), Seen::of(&report.json()));
    let found = diff(&then, &now);
    Ok(HealthDiff {
        notice: notice(&stored, &found, now.role.as_deref()),
        rows: found.changes.into_iter().map(row).collect(),
        evidence: report.evidence(),
    })
}

fn nothing_stored(since: Option<Micros>) -> Fault {
    let when = since.map(|at| format!(" of {} or before", utc(at))).unwrap_or_default();
    Fault::new(Kind::NothingCollected, format!("there is no stored report{when} to compare with"))
        .detail("Compared are reports of this database that copilot.reports shows to you.")
        .hint("SELECT copilot.health_report() stores one; SELECT id, at FROM copilot.reports ORDER BY at lists them")
}

fn notice(stored: &Stored, diff: &Diff, role: Option<&str>) -> String {
    let mut said = format!("compared with report {} of {}", stored.id, utc(stored.at));
    if role != Some(stored.author.as_str()) {
        said += &format!(", made by role \"{}\"", stored.author);
    }
    said += &format!("; findings as they were: {}", diff.unchanged);
    for (checks, what) in [
        (diff.seen_only_now, "checks that could not look at everything then and can now"),
        (diff.seen_only_then, "checks that could look at everything then and cannot now"),
    ] {
        if checks > 0 {
            said += &format!("; {what}: {checks}");
        }
    }
    said
}

fn row(change: Change) -> DiffRow {
    let finding = change.finding;
    DiffRow {
        state: change.state.word(),
        fingerprint: finding.fingerprint,
        check_id: finding.check_id,
        check_name: finding.check_name,
        object_kind: finding.object_kind,
        object: finding.object,
        severity_before: change.before.map(manual::severity),
        severity_now: change.now.map(manual::severity),
        summary: finding.summary,
        reason: change.reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{setting, FakeWorld};
    use crate::evidence::Family;

    fn world(fsync: &str) -> FakeWorld {
        FakeWorld::new().with(Family::Settings, &[setting("fsync", fsync), setting("full_page_writes", "on")])
    }

    fn stored(fsync: &str) -> Option<Stored> {
        let report = health_report(&mut world(fsync)).unwrap().json();
        Some(Stored { id: 42, at: 0, author: "night".into(), report })
    }

    #[test]
    fn what_is_new_and_what_is_gone() {
        let worse = health_diff(&mut world("off"), stored("on"), None).unwrap();
        let rows: Vec<_> = worse.rows.iter().map(|r| (r.state, r.object.as_str(), r.severity_now)).collect();
        assert_eq!(rows, [("new", "fsync", Some("critical"))]);
        assert!(worse.notice.starts_with("compared with report 42 of 1970-01-01 00:00:00 UTC, made by role \"night\""));
        assert!(!worse.evidence.is_empty());
        assert!(health_diff(&mut world("on"), stored("on"), None).unwrap().rows.is_empty());
    }

    #[test]
    fn nothing_to_compare_with_is_an_error() {
        let none = health_diff(&mut world("on"), None, Some(0)).err().unwrap();
        assert_eq!(none.kind, Kind::NothingCollected);
        assert_eq!(none.message, "there is no stored report of 1970-01-01 00:00:00 UTC or before to compare with");
    }
}
