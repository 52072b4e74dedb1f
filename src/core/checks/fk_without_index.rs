//! # fk_without_index
//!
//! Deleting a referenced row, or changing its key, looks for the rows that reference it; without an index on the
//! referencing columns that is a scan of the whole table under a row lock. High when the referenced table sees
//! deletes and the referencing one is large, else low. Tables below 1,000 rows are left out: a scan of these costs
//! no more than an index.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::constraints::Constraint;
use crate::evidence::facts::Facts;
use crate::evidence::tables::Table;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::{qualified, quote_ident, quoted_list};
use crate::sentence::Dossier;
use crate::value::Value;
use std::collections::HashMap;

const FLOOR: Threshold = Threshold {
    name: "floor_rows",
    value: 1_000.0,
    unit: "rows",
    source: "own: some ten pages, read faster than an index is searched",
};
const LARGE: Threshold = Threshold {
    name: "large_rows",
    value: 100_000.0,
    unit: "rows",
    source: "the catalogue: high above 100,000 referencing rows where the referenced table sees deletes",
};

pub(crate) static CHECK: Check = Check {
    id: "IDX06",
    name: "fk_without_index",
    group: "IDX",
    what: "foreign keys whose columns lead no index",
    why: "deleting a referenced row scans the whole referencing table while holding locks, and joins along the key \
          scan it too",
    how: "foreign keys against the leading columns of valid, unconditional btree and hash indexes; row counts are \
          estimates, and deletes of referenced rows are counted since the counters began",
    refuted_by: "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'",
    reads: &[Family::Tables, Family::Constraints],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    thresholds: &[FLOOR, LARGE],
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let tables: HashMap<i64, &Table> = facts.tables()?.iter().map(|t| (t.oid, t)).collect();
    let mut judged = Judged { noun: "foreign keys", ..Judged::default() };
    for key in facts.constraints()?.iter().filter(|c| c.is_foreign_key() && !c.is_inherited) {
        let Some(table) = tables.get(&key.table_oid) else { continue };
        if table.kind != 'p' && rows(table) < limits.of(CHECK.id, &FLOOR) {
            judged.below_floor += 1;
            continue;
        }
        judged.examined += 1;
        if !key.is_indexed {
            let referenced = key.referenced_table_oid.and_then(|oid| tables.get(&oid).copied());
            let large = rows(table) > limits.of(CHECK.id, &LARGE);
            judged.findings.push(finding(key, table, referenced, large));
        }
    }
    Ok(judged)
}

fn rows(table: &Table) -> f64 {
    table.estimated_rows.unwrap_or(0.0).max(table.live_rows as f64)
}

/// `orders_customer_id_idx`, within the server's 63 bytes, numbered when an index of the table is called so.
fn free_name(table: &str, columns: &[String], taken: &[String]) -> String {
    let mut stem = format!("{table}_{}", columns.join("_"));
    (0..)
        .map(|n: u32| {
            let end = if n == 0 { "_idx".to_owned() } else { format!("_idx{n}") };
            while stem.len() + end.len() > 63 {
                stem.pop();
            }
            format!("{stem}{end}")
        })
        .find(|name| !taken.contains(name))
        .unwrap_or_default()
}

fn finding(key: &Constraint, table: &Table, referenced: Option<&Table>, large: bool) -> Finding {
    let name = key.name();
    let other = referenced.map(Table::name).unwrap_or_default();
    let of = |measure, value| Evidence::measured("constraints", &name, measure, value);
    let columns = key.column_names.as_deref().unwrap_or_default();
    let mut said = Dossier::default();
    said.say(
        "No index of {} begins with the columns {} of its foreign key {}.",
        &[
            &Evidence::name("constraints", &key.table()),
            &of("columns", Value::Name(columns.join(", "))),
            &of("constraint", Value::Name(key.constraint_name.clone())),
        ],
    );
    let deletes = referenced.map_or(0, |t| t.deleted_rows);
    said.say(
        "Table {} has about {} rows, all read for each row deleted from {}.",
        &[
            &Evidence::name("tables", &table.name()),
            &Evidence::estimated("tables", &table.name(), "estimated_rows", Value::Count(rows(table) as i64)),
            &Evidence::name("constraints", &other),
        ],
    );
    said.say(
        "From {} {} rows were deleted since the counters began.",
        &[
            &Evidence::name("tables", &other),
            &Evidence::measured("tables", &other, "deleted_rows", Value::Count(deletes)),
        ],
    );
    Finding {
        check: CHECK.id,
        severity: if large && deletes > 0 { Severity::High } else { Severity::Low },
        object_kind: "constraint",
        object: name,
        said,
        remedy: remedy(table, columns, key.index_names.as_deref().unwrap_or_default()),
    }
}

fn remedy(table: &Table, columns: &[String], taken: &[String]) -> Remedy {
    if table.kind == 'p' || columns.is_empty() {
        return Remedy::advice(
            "Build the index on each partition with CREATE INDEX CONCURRENTLY, then on the partitioned table, which \
             takes these over",
        );
    }
    let index = free_name(&table.table_name, columns, taken);
    Remedy::exactly(
        "Builds without blocking writes. If it fails it leaves an invalid index: drop that one and try again",
        format!(
            "CREATE INDEX CONCURRENTLY {} ON {} ({})",
            quote_ident(&index),
            qualified(&table.schema_name, &table.table_name),
            quoted_list(columns.iter().map(String::as_str))
        ),
        format!("DROP INDEX CONCURRENTLY {}", qualified(&table.schema_name, &index)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn judged(orders: Table, deleted_rows: i64, key: Constraint) -> Judged {
        let customers = Table { oid: 20_001, deleted_rows, ..fake::table("shop.customers") };
        let inherited = Constraint { is_inherited: true, ..fake::foreign_key_alone("orders_a_fkey1") };
        let mut world =
            FakeWorld::new().with(Family::Tables, &[orders, customers]).with(Family::Constraints, &[key, inherited]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    fn alone() -> Constraint {
        fake::foreign_key_alone("orders_a_fkey")
    }

    fn of_rows(n: i64) -> Table {
        Table { live_rows: n, estimated_rows: Some(n as f64), ..fake::table("shop.orders") }
    }

    #[test]
    fn a_foreign_key_without_index_is_named_with_its_remedy() {
        assert!(judged(of_rows(1_000), 0, fake::foreign_key("orders_a_fkey")).findings.is_empty());
        let findings = judged(of_rows(1_000), 0, alone()).findings;
        assert_eq!(findings.len(), 1);
        let text: Vec<_> = findings[0].said.sentences.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(
            text,
            [
                "No index of \"shop.orders\" begins with the columns \"a\" of its foreign key \"orders_a_fkey\".",
                "Table \"shop.orders\" has about 1,000 rows, all read for each row deleted from \"shop.customers\".",
                "From \"shop.customers\" 0 rows were deleted since the counters began.",
            ]
        );
        let remedy = &findings[0].remedy;
        assert_eq!(remedy.sql.as_deref(), Some("CREATE INDEX CONCURRENTLY orders_a_idx ON shop.orders (a)"));
        assert_eq!(remedy.revert_sql.as_deref(), Some("DROP INDEX CONCURRENTLY shop.orders_a_idx"));
    }

    #[test]
    fn severity_follows_deletes_and_size() {
        let severity = |rows, deletes| judged(of_rows(rows), deletes, alone()).findings.first().map(|f| f.severity);
        assert_eq!(severity(999, 5), None, "below the floor");
        assert_eq!(severity(100_000, 5), Some(Severity::Low));
        assert_eq!(severity(100_001, 0), Some(Severity::Low));
        assert_eq!(severity(100_001, 1), Some(Severity::High));
    }

    #[test]
    fn the_new_index_takes_no_name_that_is_taken() {
        let key = Constraint { index_names: Some(vec!["orders_a_idx".into()]), ..alone() };
        let findings = judged(of_rows(1_000), 0, key).findings;
        assert!(findings[0].remedy.sql.as_deref().unwrap().contains(" orders_a_idx1 ON "));
        let long = free_name(&"ä".repeat(60), &["b".into()], &[]);
        assert!(long.len() <= 63 && long.ends_with("_idx"));
    }

    #[test]
    fn a_partitioned_table_gets_advice_only() {
        assert_eq!(judged(Table { kind: 'p', ..of_rows(0) }, 0, alone()).findings[0].remedy.sql, None);
    }
}
