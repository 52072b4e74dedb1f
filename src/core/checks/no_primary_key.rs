//! # no_primary_key
//!
//! Without a key nothing tells a row from its duplicate, and logical replication cannot say which row changed. A log that is only
//! appended to lives without one, so it is low; medium where rows of a large table are deleted too. Published tables are
//! published_without_identity's.

use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};

const FLOOR: Threshold =
    Threshold { name: "floor_rows", value: 10_000.0, unit: "rows", source: "own: 10,000 rows, more than a list" };
const LARGE: Threshold = Threshold { name: "large_rows", value: 1_000_000.0, unit: "rows", source: "field: 1 M rows" };

pub(crate) static CHECK: Check = Check {
    id: "SCH01",
    name: "no_primary_key",
    group: "SCH",
    what: "tables without a primary key",
    why: "duplicates cannot be told apart, and logical replication cannot follow changes",
    how: "indisprimary of pg_index; a unique index in its place is not counted as a key; partitions are left to their parent",
    refuted_by: "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND oid NOT IN (SELECT indrelid FROM pg_index WHERE indisprimary)",
    reads: &[Family::Tables],
    thresholds: &[FLOOR, LARGE],
    gauge: Gauge::higher("estimated_rows"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged::of("tables", 0);
    for table in facts.tables()?.iter().filter(|t| t.kind != 'm' && !t.is_partition) {
        let rows = table.estimated_rows.unwrap_or(0.0).max(table.live_rows as f64);
        if rows < limits.of(CHECK.id, &FLOOR) {
            judged.below_floor += 1;
            continue;
        }
        judged.examined += 1;
        if table.has_primary_key {
            continue;
        }
        let name = table.name();
        let said = Dossier::saying(
            "Table {} has about {} rows and no primary key.",
            &[
                &Evidence::name("tables", &name),
                &Evidence::estimated("tables", &name, "estimated_rows", Value::Count(rows as i64)),
            ],
        );
        let changes = table.deleted_rows > 0 && rows >= limits.of(CHECK.id, &LARGE);
        let severity = if changes { Severity::Medium } else { Severity::Low };
        let remedy = Remedy::advice(
            "CREATE UNIQUE INDEX CONCURRENTLY on what identifies a row, then ALTER TABLE ... ADD PRIMARY KEY USING INDEX; \
             DROP CONSTRAINT takes it back",
        );
        judged.findings.push(CHECK.finding(severity, "table", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::{table, FakeWorld};
    use crate::evidence::tables::Table;

    #[test]
    fn size_and_deletes_weigh() {
        let severity = |rows: f64, deleted_rows: i64, has_primary_key| {
            let table = Table {
                estimated_rows: Some(rows),
                live_rows: 0,
                deleted_rows,
                has_primary_key,
                ..table("shop.orders")
            };
            on_facts::severity(&CHECK, FakeWorld::new().with(Family::Tables, &[table]))
        };
        assert_eq!(severity(1e9, 1, true), None);
        assert_eq!(severity(9_999.0, 1, false), None);
        assert_eq!(severity(1e9, 0, false), Some(Severity::Low), "a log");
        assert_eq!(severity(1e6, 1, false), Some(Severity::Medium));
    }
}
