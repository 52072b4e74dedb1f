//! # autovacuum_off_on_table
//!
//! Switched off for a bulk load and forgotten. Tables below 10,000 rows are left out; those vacuumed by a job of their own
//! look the same, which is why it is medium.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::tables::Table;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;
use crate::value::Value;

const FLOOR: Threshold = Threshold { name: "floor_rows", value: 10_000.0, unit: "rows", source: "field: 10,000 rows" };

pub(crate) static CHECK: Check = Check {
    id: "VAC06",
    name: "autovacuum_off_on_table",
    group: "VAC",
    what: "tables for which autovacuum was switched off",
    why: "its dead rows stay and its statistics grow old, until a forced vacuum against wraparound comes",
    how: "autovacuum_enabled among the options of the table; jobs that vacuum it are not seen",
    refuted_by: "SELECT oid::regclass, reloptions FROM pg_class WHERE reloptions::text LIKE '%autovacuum_enabled%'",
    reads: &[Family::Tables],
    remedy_class: RemedyClass::ReversibleExactly,
    thresholds: &[FLOOR],
    gauge: Gauge::higher("estimated_rows"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged { noun: "tables", ..Judged::default() };
    for table in facts.tables()?.iter().filter(|t| t.kind != 'p') {
        let rows = table.estimated_rows.unwrap_or(0.0).max(table.live_rows as f64);
        if rows < limits.of(CHECK.id, &FLOOR) {
            judged.below_floor += 1;
            continue;
        }
        judged.examined += 1;
        if table.autovacuum_is_off() {
            judged.findings.push(finding(table, rows));
        }
    }
    Ok(judged)
}

fn finding(table: &Table, rows: f64) -> Finding {
    let name = table.name();
    let mut said = Dossier::default();
    said.say(
        "Autovacuum is switched off for table {} of about {} rows.",
        &[
            &Evidence::name("tables", &name),
            &Evidence::estimated("tables", &name, "estimated_rows", Value::Count(rows as i64)),
        ],
    );
    let target = qualified(&table.schema_name, &table.table_name);
    let relation = if table.kind == 'm' { "MATERIALIZED VIEW" } else { "TABLE" };
    Finding {
        check: CHECK.id,
        severity: Severity::Medium,
        object_kind: "table",
        object: name,
        said,
        remedy: Remedy::exactly(
            "Unless a job vacuums it; the statement waits for running vacuums, and blocks no reads or writes",
            format!("ALTER {relation} {target} RESET (autovacuum_enabled)"),
            format!("ALTER {relation} {target} SET (autovacuum_enabled = off)"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    #[test]
    fn a_large_table_without_autovacuum_is_named() {
        let judged = |option: &str, rows: i64| {
            let options = Some(vec![option.to_owned()]);
            let table = Table { options, live_rows: rows, estimated_rows: None, ..fake::table("shop.orders") };
            let mut world = FakeWorld::new().with(Family::Tables, &[table]);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
        };
        assert!(judged("autovacuum_enabled=true", 20_000).findings.is_empty());
        assert_eq!(judged("autovacuum_enabled=false", 9_999).below_floor, 1);
        let found = judged("autovacuum_enabled=false", 10_000).findings;
        assert_eq!(found[0].remedy.sql.as_deref(), Some("ALTER TABLE shop.orders RESET (autovacuum_enabled)"));
    }
}
