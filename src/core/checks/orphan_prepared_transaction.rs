//! # orphan_prepared_transaction
//!
//! A prepared transaction belongs to no session: its locks stay and its old rows stay until somebody ends it by name, over
//! restarts too. A transaction manager does so within seconds; after five minutes it has forgotten.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::prepared_transactions::PreparedTransaction;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const OLD: Threshold = Threshold { name: "old_seconds", value: 300.0, unit: "seconds", source: "field: 5 minutes" };
const VERY_OLD: Threshold =
    Threshold { name: "very_old_seconds", value: 3_600.0, unit: "seconds", source: "field: 1 hour" };

pub(crate) static CHECK: Check = Check {
    id: "LCK05",
    name: "orphan_prepared_transaction",
    group: "LCK",
    what: "prepared transactions that nobody has ended",
    why: "it holds its locks and keeps dead rows from being cleaned up, over restarts as well, until someone ends it by name",
    how: "pg_prepared_xacts, of all databases",
    refuted_by: "SELECT gid, prepared, owner, database FROM pg_prepared_xacts",
    reads: &[Family::PreparedTransactions],
    severity_max: Severity::High,
    remedy_class: RemedyClass::Irreversible,
    thresholds: &[OLD, VERY_OLD],
    gauge: Gauge::higher("prepared_seconds"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let prepared = facts.prepared_transactions()?;
    let mut judged = Judged { noun: "prepared transactions", examined: prepared.len(), ..Judged::default() };
    if prepared.is_empty() {
        judged.not_applicable = Some("no transaction is prepared".into());
    }
    for one in prepared.iter().filter(|p| p.prepared_seconds >= limits.of(CHECK.id, &OLD)) {
        judged.findings.push(finding(one, one.prepared_seconds >= limits.of(CHECK.id, &VERY_OLD)));
    }
    Ok(judged)
}

fn finding(one: &PreparedTransaction, very_old: bool) -> Finding {
    let of = |measure, value| Evidence::measured("prepared_transactions", &one.gid, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Transaction {} was prepared {} ago and nobody has ended it; it is {} transactions old.",
        &[
            &Evidence::name("prepared_transactions", &one.gid),
            &of("prepared_seconds", Value::Seconds(one.prepared_seconds)),
            &of("xid_age", Value::Count(one.xid_age)),
        ],
    );
    if let (Some(owner), Some(database)) = (&one.owner_name, &one.database_name) {
        let (owner, database) =
            (of("owner", Value::Name(owner.clone())), of("database", Value::Name(database.clone())));
        said.say("It belongs to role {} in database {}.", &[&owner, &database]);
    }
    Finding {
        check: CHECK.id,
        severity: if very_old { Severity::High } else { Severity::Medium },
        object_kind: "prepared transaction",
        object: one.gid.clone(),
        said,
        remedy: Remedy::irreversible(
            "Ask the application that prepared it whether its work counts; then its owner ends it in that database, with \
             COMMIT PREPARED or ROLLBACK PREPARED. Either is for good",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn judged(seconds: &[f64]) -> Judged {
        let rows: Vec<_> = seconds.iter().map(|s| fake::prepared_transaction("order 7", *s)).collect();
        let mut world = FakeWorld::new().with(Family::PreparedTransactions, &rows);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    #[test]
    fn age_decides() {
        assert!(judged(&[299.0]).findings.is_empty());
        assert_eq!(judged(&[300.0]).findings[0].severity, Severity::Medium);
        assert_eq!(judged(&[3_600.0]).findings[0].severity, Severity::High);
        assert_eq!(judged(&[300.0]).findings[0].remedy.sql, None, "never runnable");
        assert!(judged(&[]).not_applicable.is_some());
    }
}
