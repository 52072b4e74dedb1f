//! # unlogged_table
//!
//! An unlogged table is emptied by a crash, is not on any standby, and comes back empty from a point-in-time recovery. Most were
//! made so on purpose, so it is low.

use super::{Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, RemedyClass, Severity, Threshold};
use super::{Unread, Value};
use crate::ident::qualified;

const FLOOR: Threshold = Threshold {
    name: "floor_rows",
    value: 10_000.0,
    unit: "rows",
    source: "own: 10,000 rows, more than a scratch pad",
};

pub(crate) static CHECK: Check = Check {
    id: "SCH13",
    name: "unlogged_table",
    group: "SCH",
    what: "tables whose rows a crash takes away",
    why: "after a crash, on a standby and after a restore they are empty",
    how: "relpersistence of pg_class",
    refuted_by: "SELECT oid::regclass FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'",
    reads: &[Family::Tables],
    severity_max: Severity::Low,
    remedy_class: RemedyClass::ReversibleExactly,
    thresholds: &[FLOOR],
    gauge: Gauge::higher("estimated_rows"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged::of("tables", 0);
    for table in facts.tables()?.iter().filter(|t| t.kind == 'r') {
        let rows = table.estimated_rows.unwrap_or(0.0).max(table.live_rows as f64);
        if rows < limits.of(CHECK.id, &FLOOR) {
            judged.below_floor += 1;
            continue;
        }
        judged.examined += 1;
        if table.persistence != 'u' {
            continue;
        }
        let name = table.name();
        let said = Dossier::saying(
            "Table {} of about {} rows is unlogged: a crash empties it.",
            &[
                &Evidence::name("tables", &name),
                &Evidence::estimated("tables", &name, "estimated_rows", Value::Count(rows as i64)),
            ],
        );
        let target = qualified(&table.schema_name, &table.table_name);
        let remedy = Remedy::exactly(
            "If its rows cannot be made again. Both statements rewrite the table under a full lock",
            format!("ALTER TABLE {target} SET LOGGED"),
            format!("ALTER TABLE {target} SET UNLOGGED"),
        );
        judged.findings.push(CHECK.finding(Severity::Low, "table", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::judged;
    use crate::evidence::fake::{table, FakeWorld};
    use crate::evidence::tables::Table;

    #[test]
    fn an_unlogged_table_is_named_from_its_floor_on() {
        let judged = |persistence, rows: f64| {
            let table = Table { persistence, estimated_rows: Some(rows), live_rows: 0, ..table("shop.carts") };
            judged(&CHECK, FakeWorld::new().with(Family::Tables, &[table])).unwrap()
        };
        assert!(judged('p', 1e6).findings.is_empty());
        assert_eq!(judged('u', 9_999.0).below_floor, 1);
        let found = judged('u', 1e6).findings;
        assert_eq!(found[0].remedy.sql.as_deref(), Some("ALTER TABLE shop.carts SET LOGGED"));
    }
}
