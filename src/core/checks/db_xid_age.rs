//! # db_xid_age
//!
//! Transaction ids are 32 bits wide. Old rows must be frozen before two billion newer transactions exist, else the
//! server refuses writes. Autovacuum starts forced freezing at autovacuum_freeze_max_age: an age a quarter beyond it
//! means freezing does not get through. 500 M is a quarter of what there is; at 1.6 billion the server's own
//! failsafe drops all throttling (`vacuum_failsafe_age`).

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::databases::Database;
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const BEHIND: Threshold = Threshold {
    name: "behind_percent_of_freeze_max_age",
    value: 125.0,
    unit: "percent",
    source: "own: a quarter beyond autovacuum_freeze_max_age, where forced vacuums begin",
};
const HIGH: Threshold = Threshold {
    name: "high_transactions",
    value: 500e6,
    unit: "transactions",
    source: "tools of the field: 500 M to 1 billion",
};
const CRITICAL: Threshold = Threshold {
    name: "critical_transactions",
    value: 1.6e9,
    unit: "transactions",
    source: "vacuum_failsafe_age of the server",
};
/// `xidStopLimit`: the server refuses new transactions three million before the wrap (access/transam/varsup.c).
const LAST_TRANSACTION: i64 = 2_147_483_647 - 3_000_000;

pub(crate) static CHECK: Check = Check {
    id: "VAC01",
    name: "db_xid_age",
    group: "VAC",
    what: "databases whose oldest rows are not frozen in time",
    why: "when transaction ids run out the server refuses every write until old rows are frozen",
    how: "age(datfrozenxid) of every database, templates included; what holds freezing back is not shown by it",
    refuted_by: "SELECT datname, age(datfrozenxid) FROM pg_database ORDER BY 2 DESC",
    reads: &[Family::Settings, Family::Databases],
    severity_max: Severity::Critical,
    thresholds: &[BEHIND, HIGH, CRITICAL],
    gauge: Gauge::higher("xid_age"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let freeze_max_age = facts.setting("autovacuum_freeze_max_age")?.number().unwrap_or(200e6);
    let behind = freeze_max_age * limits.of(CHECK.id, &BEHIND) / 100.0;
    let databases = facts.databases()?;
    let mut judged = Judged::of("databases", databases.len());
    for database in databases {
        let age = database.xid_age as f64;
        let marks = [(&CRITICAL, Severity::Critical), (&HIGH, Severity::High)];
        let late = (age > behind).then_some(Severity::Medium);
        let Some(severity) = limits.reached(CHECK.id, age, &marks).or(late) else { continue };
        judged.findings.push(finding(database, freeze_max_age, severity));
    }
    Ok(judged)
}

fn finding(database: &Database, freeze_max_age: f64, severity: Severity) -> Finding {
    let name = &database.database_name;
    let of = |measure, value| Evidence::measured("databases", name, measure, Value::Count(value));
    let left = Evidence::estimated(
        "databases",
        name,
        "transactions_left",
        Value::Count((LAST_TRANSACTION - database.xid_age).max(0)),
    );
    let mut said = Dossier::default();
    said.say(
        "The oldest row of database {} that is not frozen is {} transactions old; forced freezing begins at {}.",
        &[
            &Evidence::name("databases", name),
            &of("xid_age", database.xid_age),
            &Evidence::measured(
                "settings",
                "autovacuum_freeze_max_age",
                "setting",
                Value::Count(freeze_max_age as i64),
            ),
        ],
    );
    said.say("About {} transactions are left before the server refuses writes.", &[&left]);
    Finding {
        check: CHECK.id,
        severity,
        object_kind: "database",
        object: name.clone(),
        said,
        remedy: Remedy::advice(
            "First find what holds freezing back: the oldest open transaction, a prepared transaction or a \
             replication slot. Then VACUUM (FREEZE) the tables with the oldest rows in that database",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{database, setting, FakeWorld};

    fn severity(xid_age: i64) -> Option<Severity> {
        let mut world = FakeWorld::new()
            .with(Family::Settings, &[setting("autovacuum_freeze_max_age", "200000000")])
            .with(Family::Databases, &[Database { xid_age, ..database("shop") }, database("template0")]);
        let judged = judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap();
        assert_eq!(judged.examined, 2);
        judged.findings.first().map(|f| f.severity)
    }

    #[test]
    fn age_is_judged_at_its_marks() {
        assert_eq!(severity(200_000_000), None, "freezing begins, nothing is late");
        assert_eq!(severity(250_000_000), None);
        assert_eq!(severity(250_000_001), Some(Severity::Medium));
        assert_eq!(severity(500_000_000), Some(Severity::High));
        assert_eq!(severity(1_600_000_000), Some(Severity::Critical));
    }

    #[test]
    fn the_finding_says_what_is_left() {
        let finding = finding(&Database { xid_age: 2_000_000_000, ..database("shop") }, 2e8, Severity::Critical);
        assert_eq!(
            finding.said.sentences[1].text,
            "About 144,483,647 transactions are left before the server refuses writes."
        );
        assert_eq!(finding.remedy.sql, None);
    }
}
