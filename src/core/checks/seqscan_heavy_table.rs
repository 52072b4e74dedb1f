//! # seqscan_heavy_table
//!
//! Tables that are read from their first page to their last again and again, a hundred thousand rows each time. A report that
//! runs at night may want that; a query that runs a hundred times an hour wants an index. Fifty scans are asked for, so that a
//! few loads and dumps are no finding.

use super::window::Window;
use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};

const ROWS: Threshold =
    Threshold { name: "rows_per_scan", value: 100_000.0, unit: "rows", source: "field: 100,000 rows a scan" };
const SCANS: Threshold =
    Threshold { name: "least_scans", value: 50.0, unit: "scans", source: "own: so that a few dumps are no finding" };
const OFTEN: Threshold =
    Threshold { name: "scans_per_hour", value: 6.0, unit: "scans", source: "own: every ten minutes" };
const VERY_OFTEN: Threshold =
    Threshold { name: "high_scans_per_hour", value: 60.0, unit: "scans", source: "own: every minute" };

pub(crate) static CHECK: Check = Check {
    id: "IDX07",
    name: "seqscan_heavy_table",
    group: "IDX",
    what: "large tables that are read whole, often",
    why: "each scan reads every page, and pushes others' pages out of the cache",
    how: "sequential scans and the rows they read since the counters began, of tables with 10,000 page fetches and more; which query does it is not shown",
    refuted_by: "SELECT relname, seq_scan, seq_tup_read FROM pg_stat_user_tables",
    reads: &[Family::Counts, Family::TableIo],
    thresholds: &[ROWS, SCANS, OFTEN, VERY_OFTEN],
    gauge: Gauge::higher("scans"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let window = Window::of(facts)?;
    let tables = facts.table_io()?;
    let mut judged = Judged {
        below_floor: facts.count()?.tables.saturating_sub(tables.len()),
        window: Some(window.text()),
        ..Judged::of("tables", tables.len())
    };
    for table in tables {
        let rows = table.scanned_rows as f64 / table.scans.max(1) as f64;
        let per_hour = table.scans as f64 * 3_600.0 / window.seconds.max(1.0);
        let marks = [(&VERY_OFTEN, Severity::Medium), (&OFTEN, Severity::Low)];
        let large = rows >= limits.of(CHECK.id, &ROWS) && table.scans as f64 >= limits.of(CHECK.id, &SCANS);
        let Some(severity) = limits.reached(CHECK.id, per_hour, &marks).filter(|_| large) else { continue };
        let name = table.name();
        let of = |measure, value| Evidence::measured("table_io", &name, measure, value);
        let said = Dossier::saying(
            "Table {} was read whole {} times in {}, about {} rows each time.",
            &[
                &Evidence::name("table_io", &name),
                &of("scans", Value::Count(table.scans)),
                &window.evidence(),
                &of("rows_per_scan", Value::Count(rows as i64)),
            ],
        );
        let remedy = Remedy::advice(
            "Find the query: SELECT * FROM copilot.explain_slow(). If it wants few of the rows, an index on what it asks by \
             spares the scan",
        );
        judged.findings.push(CHECK.finding(severity, "table", name.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::{self, FakeWorld, NOW, SECOND};
    use crate::evidence::server::Server;
    use crate::evidence::table_io::TableIo;

    #[test]
    fn many_rows_and_many_times() {
        let severity = |scans: i64, rows_each: i64, hours: i64| {
            let table = TableIo { scans, scanned_rows: scans * rows_each, ..fake::table_io("shop.events") };
            let started_at = NOW - hours * 3_600 * SECOND;
            let server = Server { started_at, cluster_reset_at: None, ..fake::server() };
            let world = FakeWorld::new()
                .with(Family::Server, &[server])
                .with(Family::Counts, &[fake::counts(0, 0)])
                .with(Family::TableIo, &[table]);
            on_facts::severity(&CHECK, world)
        };
        assert_eq!(severity(49, 1_000_000, 1), None, "a few");
        assert_eq!(severity(600, 99_999, 1), None, "small");
        assert_eq!(severity(599, 100_000, 100), None, "seldom");
        assert_eq!(severity(600, 100_000, 100), Some(Severity::Low));
        assert_eq!(severity(6_000, 100_000, 100), Some(Severity::Medium));
    }
}
