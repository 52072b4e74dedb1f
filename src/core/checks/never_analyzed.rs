//! # never_analyzed
//!
//! A table without any statistics is planned by rules of thumb. `reltuples` below zero proves that neither analyze
//! nor vacuum ever saw it. Otherwise "no analyze on record" may only mean that counters were reset, so it counts
//! only when the table's rows changed by a fifth since, which autovacuum would have noticed.
//!
//! While the counters have run for less than ten minutes autovacuum may be on its way to a table that was just filled: low.

use super::judge::only_on_primary;
use super::limits::Limits;
use super::window::Window;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::tables::Table;
use crate::evidence::{Evidence, Family, Nature, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;
use crate::value::Value;

const FLOOR: Threshold = Threshold {
    name: "floor_rows",
    value: 10_000.0,
    unit: "rows",
    source: "own: about 128 pages, the catalogue's mark, in rows since an unseen table has no page count",
};
const CHANGED: Threshold = Threshold {
    name: "changed_percent",
    value: 20.0,
    unit: "percent",
    source: "own: twice autovacuum_analyze_scale_factor's default",
};
const SETTLE: Threshold = Threshold {
    name: "settle_seconds",
    value: 600.0,
    unit: "seconds",
    source: "own: ten rounds of autovacuum_naptime's default",
};

pub(crate) static CHECK: Check = Check {
    id: "STA02",
    name: "never_analyzed",
    group: "STA",
    what: "tables without statistics for the planner",
    why: "the planner guesses how many rows each condition leaves, and is often wrong by orders of magnitude",
    how: "no analyze on record and no row estimate, or a fifth of the rows changed without one; rows by the server's \
          count",
    refuted_by: "SELECT tablename, count(*) FROM pg_stats GROUP BY 1",
    reads: &[Family::Tables],
    nature: Nature::Estimated,
    thresholds: &[FLOOR, CHANGED, SETTLE],
    gauge: Gauge::higher("live_rows"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    only_on_primary(facts)?;
    let window = Window::of(facts)?;
    let mut judged = Judged { noun: "tables", window: Some(window.text()), ..Judged::default() };
    for table in facts.tables()?.iter().filter(|t| t.kind != 'p') {
        let rows = table.estimated_rows.unwrap_or(0.0).max(table.live_rows as f64);
        if rows < limits.of(CHECK.id, &FLOOR) {
            judged.below_floor += 1;
            continue;
        }
        judged.examined += 1;
        let changed = 100.0 * table.changed_since_analyze as f64 / rows > limits.of(CHECK.id, &CHANGED);
        if table.analyzed_at.is_none() && (table.estimated_rows.is_none() || changed) {
            let settled = window.seconds >= limits.of(CHECK.id, &SETTLE) || table.autovacuum_is_off();
            let severity = if settled { Severity::Medium } else { Severity::Low };
            judged.findings.push(finding(table, window, severity));
        }
    }
    Ok(judged)
}

fn finding(table: &Table, window: Window, severity: Severity) -> Finding {
    let name = table.name();
    let of = |measure, value| Evidence::estimated("tables", &name, measure, value);
    let rows = of("live_rows", Value::Count(table.live_rows));
    let mut said = Dossier::default();
    if table.estimated_rows.is_none() {
        let seen = [&Evidence::name("tables", &name), &rows];
        said.say("Table {} with {} rows was never analyzed or vacuumed.", &seen);
    } else {
        said.say(
            "No analyze of table {} with {} rows is on record for {}, and {} rows changed.",
            &[
                &Evidence::name("tables", &name),
                &rows,
                &window.evidence(),
                &of("changed_since_analyze", Value::Count(table.changed_since_analyze)),
            ],
        );
    }
    let sql = format!("ANALYZE {}", qualified(&table.schema_name, &table.table_name));
    Finding {
        check: CHECK.id,
        severity,
        object_kind: "table",
        object: name,
        said,
        remedy: Remedy::maintenance("Take statistics once; autovacuum keeps them from then on", sql),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::{self, FakeWorld, NOW, SECOND};
    use crate::evidence::server::Server;

    fn texts(table: Table) -> Vec<String> {
        let mut world = FakeWorld::new().with(Family::Tables, &[table]);
        let judged = judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap();
        judged.findings.iter().map(|f| f.said.sentences[0].text.clone()).collect()
    }

    fn unseen(live_rows: i64) -> Table {
        Table { analyzed_at: None, estimated_rows: None, live_rows, ..fake::table("shop.orders") }
    }

    #[test]
    fn a_table_without_statistics_is_named() {
        assert!(texts(fake::table("shop.orders")).is_empty());
        assert!(texts(unseen(9_999)).is_empty(), "below the floor");
        assert_eq!(texts(unseen(10_000)), ["Table \"shop.orders\" with 10,000 rows was never analyzed or vacuumed."]);
    }

    #[test]
    fn autovacuum_may_be_on_its_way_to_a_table_just_filled() {
        let severity = |seconds: i64, options: Option<Vec<String>>| {
            let server = Server { started_at: NOW - seconds * SECOND, cluster_reset_at: None, ..fake::server() };
            let world = FakeWorld::new()
                .with(Family::Server, &[server])
                .with(Family::Tables, &[Table { options, ..unseen(10_000) }]);
            on_facts::severity(&CHECK, world)
        };
        assert_eq!(severity(599, None), Some(Severity::Low));
        assert_eq!(severity(600, None), Some(Severity::Medium));
        assert_eq!(severity(1, Some(vec!["autovacuum_enabled=off".into()])), Some(Severity::Medium));
    }

    #[test]
    fn a_reset_of_the_counters_is_no_finding() {
        let reset = Table { analyzed_at: None, ..fake::table("shop.orders") };
        assert!(texts(reset.clone()).is_empty());
        assert_eq!(
            texts(Table { changed_since_analyze: 20_001, ..reset }),
            ["No analyze of table \"shop.orders\" with 100,000 rows is on record for 100 days, and 20,001 rows changed."]
        );
    }
}
