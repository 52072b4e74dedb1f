//! # mxid_age
//!
//! Multixact ids (who shares a row lock) run out like transaction ids do. Forced vacuums begin at
//! autovacuum_multixact_freeze_max_age, 400 M unless it was changed; an age below that, which tools of the field report from
//! 150 M on, is in order.

use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};

const BEHIND: Threshold = Threshold {
    name: "behind_percent_of_freeze_max_age",
    value: 125.0,
    unit: "percent",
    source: "own: a quarter beyond autovacuum_multixact_freeze_max_age, where forced vacuums begin",
};
const HIGH: Threshold =
    Threshold { name: "high_multixacts", value: 1e9, unit: "multixacts", source: "own: half of what there is" };
const CRITICAL: Threshold = Threshold {
    name: "critical_multixacts",
    value: 1.6e9,
    unit: "multixacts",
    source: "vacuum_multixact_failsafe_age of the server",
};

pub(crate) static CHECK: Check = Check {
    id: "VAC03",
    name: "mxid_age",
    group: "VAC",
    what: "databases whose oldest multixacts are not frozen in time",
    why: "when multixact ids run out, no row can be locked by several transactions, and writes fail",
    how: "mxid_age(datminmxid) of every database; the space of pg_multixact/members, which may fill first, is not seen",
    refuted_by: "SELECT datname, mxid_age(datminmxid) FROM pg_database ORDER BY 2 DESC",
    reads: &[Family::Settings, Family::Databases],
    severity_max: Severity::Critical,
    thresholds: &[BEHIND, HIGH, CRITICAL],
    gauge: Gauge::higher("mxid_age"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let begins = facts.setting("autovacuum_multixact_freeze_max_age")?.number().unwrap_or(400e6);
    let behind = begins * limits.of(CHECK.id, &BEHIND) / 100.0;
    let databases = facts.databases()?;
    let mut judged = Judged::of("databases", databases.len());
    for database in databases {
        let age = database.mxid_age as f64;
        let marks = [(&CRITICAL, Severity::Critical), (&HIGH, Severity::High)];
        let late = (age > behind).then_some(Severity::Medium);
        let Some(severity) = limits.reached(CHECK.id, age, &marks).or(late) else { continue };
        let name = &database.database_name;
        let said = Dossier::saying(
            "The oldest multixact of database {} is {} multixacts old; forced freezing begins at {}.",
            &[
                &Evidence::name("databases", name),
                &Evidence::measured("databases", name, "mxid_age", Value::Count(database.mxid_age)),
                &Evidence::measured(
                    "settings",
                    "autovacuum_multixact_freeze_max_age",
                    "setting",
                    Value::Count(begins as i64),
                ),
            ],
        );
        let remedy = Remedy::advice(
            "Find what holds freezing back (the oldest transaction, a prepared one), then VACUUM (FREEZE) the tables with the \
             greatest mxid_age(relminmxid) in that database: mostly those that foreign keys refer to",
        );
        judged.findings.push(CHECK.finding(severity, "database", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::databases::Database;
    use crate::evidence::fake::{database, setting, FakeWorld};

    #[test]
    fn age_is_judged_at_its_marks() {
        let severity = |mxid_age: i64| {
            let settings = [setting("autovacuum_multixact_freeze_max_age", "400000000")];
            let database = Database { mxid_age, ..database("shop") };
            let world = FakeWorld::new().with(Family::Settings, &settings).with(Family::Databases, &[database]);
            on_facts::severity(&CHECK, world)
        };
        assert_eq!(severity(500_000_000), None);
        assert_eq!(severity(500_000_001), Some(Severity::Medium));
        assert_eq!(severity(1_000_000_000), Some(Severity::High));
        assert_eq!(severity(1_600_000_000), Some(Severity::Critical));
    }
}
