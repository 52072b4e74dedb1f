//! # deadlocks
//!
//! The server ends one of two transactions that wait for each other. One in a year is life, and low; ten a day are an order of
//! locks that is wrong somewhere.

use super::window::Window;
use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};

const LEAST: Threshold =
    Threshold { name: "least_deadlocks", value: 1.0, unit: "deadlocks", source: "field: more than none" };
const OFTEN: Threshold =
    Threshold { name: "deadlocks_per_day", value: 10.0, unit: "deadlocks", source: "own: more than retries hide" };

pub(crate) static CHECK: Check = Check {
    id: "LCK06",
    name: "deadlocks",
    group: "LCK",
    what: "transactions that waited for each other until the server ended one",
    why: "the one that was ended lost its work after a wait, and its client may not try again",
    how: "deadlocks of the database since its counters began, as a mean over that time; which transactions they were stands in the server's log",
    refuted_by: "SELECT deadlocks, stats_reset FROM pg_stat_database WHERE datname = current_database()",
    reads: &[Family::Databases],
    thresholds: &[LEAST, OFTEN],
    gauge: Gauge::higher("deadlocks"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let window = Window::of(facts)?;
    let mut judged = Judged { window: Some(window.text()), ..Judged::of("databases", 0) };
    for database in facts.databases()?.iter().filter(|d| d.is_current) {
        judged.examined += 1;
        let count = database.deadlocks as f64;
        if count < limits.of(CHECK.id, &LEAST).max(1.0) {
            continue;
        }
        // a first day counts as a whole one: a single deadlock after a reset is not many a day
        let per_day = count / (window.seconds / 86_400.0).max(1.0);
        let name = &database.database_name;
        let deadlocks = Evidence::measured("databases", name, "deadlocks", Value::Count(database.deadlocks));
        let said = Dossier::saying(
            "Database {} had {} deadlocks in {}.",
            &[&Evidence::name("databases", name), &deadlocks, &window.evidence()],
        );
        let remedy = Remedy::advice(
            "The server's log names both statements of each. Let all transactions lock rows in the same order, by key for \
             instance, and let clients try again on SQLSTATE 40P01",
        );
        let often = per_day >= limits.of(CHECK.id, &OFTEN);
        let severity = if often { Severity::Medium } else { Severity::Low };
        judged.findings.push(CHECK.finding(severity, "database", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::databases::Database;
    use crate::evidence::fake::{self, database, FakeWorld, DAY, NOW, SECOND};
    use crate::evidence::server::Server;

    #[test]
    fn a_few_are_low_and_many_a_day_are_not() {
        let severity = |deadlocks: i64, started_at| {
            let server = Server { started_at, cluster_reset_at: None, ..fake::server() };
            let database = Database { deadlocks, ..database("shop") };
            let world = FakeWorld::new().with(Family::Server, &[server]).with(Family::Databases, &[database]);
            on_facts::severity(&CHECK, world)
        };
        assert_eq!(severity(0, NOW - DAY), None);
        assert_eq!(severity(1, NOW - 60 * SECOND), Some(Severity::Low), "just reset");
        assert_eq!(severity(99, NOW - 10 * DAY), Some(Severity::Low));
        assert_eq!(severity(100, NOW - 10 * DAY), Some(Severity::Medium));
    }
}
