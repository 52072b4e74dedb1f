//! # rollback_ratio
//!
//! Transactions that end in a rollback did their work for nothing. A few percent are retries and users' mistakes; one in ten is
//! an error that nobody reads, or a driver that rolls back what it only read.

use super::window::Window;
use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};

const SHARE: Threshold =
    Threshold { name: "rollback_percent", value: 10.0, unit: "percent", source: "field: 5 to 10 percent" };
const LEAST: Threshold = Threshold {
    name: "least_rollbacks",
    value: 1_000.0,
    unit: "transactions",
    source: "own: so that a quiet database is no finding",
};

pub(crate) static CHECK: Check = Check {
    id: "LCK12",
    name: "rollback_ratio",
    group: "LCK",
    what: "how many transactions end in a rollback",
    why: "their work, their locks and their dead rows were for nothing, and an error may stand behind each",
    how: "xact_rollback against all transactions of the database since its counters began",
    refuted_by:
        "SELECT xact_commit, xact_rollback, stats_reset FROM pg_stat_database WHERE datname = current_database()",
    reads: &[Family::Databases],
    severity_max: Severity::Low,
    thresholds: &[SHARE, LEAST],
    gauge: Gauge::higher("rollback_percent"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let window = Window::of(facts)?;
    let mut judged = Judged { window: Some(window.text()), ..Judged::of("databases", 0) };
    for database in facts.databases()?.iter().filter(|d| d.is_current) {
        judged.examined += 1;
        let all = database.commits + database.rollbacks;
        let percent = 100.0 * database.rollbacks as f64 / all.max(1) as f64;
        let many = database.rollbacks as f64 >= limits.of(CHECK.id, &LEAST);
        if percent < limits.of(CHECK.id, &SHARE) || !many {
            continue;
        }
        let name = &database.database_name;
        let of = |measure, value| Evidence::measured("databases", name, measure, value);
        let said = Dossier::saying(
            "Of {} transactions of database {} {} were rolled back ({}), in {}.",
            &[
                &of("transactions", Value::Count(all)),
                &Evidence::name("databases", name),
                &of("rollbacks", Value::Count(database.rollbacks)),
                &of("rollback_percent", Value::Percent(percent)),
                &window.evidence(),
            ],
        );
        let remedy = Remedy::advice(
            "The server's log has the errors (log_min_error_statement names the statements). If there are none, the \
             application or its pool rolls back by itself",
        );
        judged.findings.push(CHECK.finding(Severity::Low, "database", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::databases::Database;
    use crate::evidence::fake::{database, FakeWorld};

    #[test]
    fn one_in_ten_of_many() {
        let found = |commits, rollbacks| {
            let database = Database { commits, rollbacks, ..database("shop") };
            found(&CHECK, FakeWorld::new().with(Family::Databases, &[database])).len()
        };
        assert_eq!([found(91_000, 9_000), found(1_000, 999), found(90_000, 10_000)], [0, 0, 1]);
    }
}
