//! # temp_spill
//!
//! Sorts and hashes that do not fit in work_mem go to temporary files. A gigabyte an hour is a load of its own on the disk. At
//! least a gigabyte in all is asked for, so that one large sort is no finding.

use super::window::Window;
use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};

const RATE: Threshold =
    Threshold { name: "bytes_per_hour", value: 1_073_741_824.0, unit: "bytes", source: "field: 1 GB an hour" };
const LEAST: Threshold = Threshold {
    name: "least_bytes",
    value: 1_073_741_824.0,
    unit: "bytes",
    source: "own: so that one large sort is no finding",
};
const WINDOW: Threshold = Threshold {
    name: "window_seconds",
    value: 300.0,
    unit: "seconds",
    source: "own: a rate over less than five minutes is a moment",
};

pub(crate) static CHECK: Check = Check {
    id: "CIO05",
    name: "temp_spill",
    group: "CIO",
    what: "how much of this database's sorting goes to temporary files",
    why: "what would take milliseconds in memory is written and read back, and the disk is slower for all",
    how: "temp_bytes and temp_files of the database since its counters began, as a mean over that time; which query did it is in pg_stat_statements",
    refuted_by: "SELECT temp_files, temp_bytes, stats_reset FROM pg_stat_database WHERE datname = current_database()",
    reads: &[Family::Databases],
    thresholds: &[RATE, LEAST, WINDOW],
    gauge: Gauge::higher("temp_bytes_per_hour"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let window = Window::of(facts)?;
    let mut judged = Judged { window: Some(window.text()), ..Judged::of("databases", 0) };
    for database in facts.databases()?.iter().filter(|d| d.is_current) {
        judged.examined += 1;
        let per_hour = database.temp_bytes as f64 * 3_600.0 / window.seconds.max(1.0);
        let much = database.temp_bytes as f64 >= limits.of(CHECK.id, &LEAST);
        if per_hour < limits.of(CHECK.id, &RATE) || !much {
            continue;
        }
        let needed = limits.of(CHECK.id, &WINDOW);
        if window.seconds < needed {
            judged.unseen = Some(window.too_young(needed));
            continue;
        }
        let name = &database.database_name;
        let of = |measure, value| Evidence::measured("databases", name, measure, value);
        let said = Dossier::saying(
            "Database {} wrote {} to {} temporary files in {}: {} in an hour.",
            &[
                &Evidence::name("databases", name),
                &of("temp_bytes", Value::Bytes(database.temp_bytes)),
                &of("temp_files", Value::Count(database.temp_files)),
                &window.evidence(),
                &of("temp_bytes_per_hour", Value::Bytes(per_hour as i64)),
            ],
        );
        let remedy = Remedy::advice(
            "Find the queries: SELECT * FROM copilot.explain_slow() says which spill. Raise work_mem for the role that runs \
             them, ALTER ROLE ... SET work_mem; RESET takes it back",
        );
        judged.findings.push(CHECK.finding(Severity::Medium, "database", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::judged;
    use crate::evidence::databases::Database;
    use crate::evidence::fake::{self, database, FakeWorld, NOW, SECOND};
    use crate::evidence::server::Server;

    #[test]
    fn the_rate_decides() {
        let judged = |gigabytes: i64, minutes: i64| {
            let started_at = NOW - minutes * 60 * SECOND;
            let server = Server { started_at, cluster_reset_at: None, ..fake::server() };
            let database = Database { temp_bytes: gigabytes << 30, temp_files: 7, ..database("shop") };
            let world = FakeWorld::new().with(Family::Server, &[server]).with(Family::Databases, &[database]);
            judged(&CHECK, world).unwrap()
        };
        assert!(judged(0, 60).findings.is_empty());
        assert!(judged(1, 120).findings.is_empty());
        assert_eq!(judged(2, 120).findings.len(), 1);
        let young = judged(2, 4);
        assert!(young.findings.is_empty() && young.unseen.is_some());
    }
}
