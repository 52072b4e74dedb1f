//! # table_xid_age
//!
//! Which tables hold back the age of the whole database. Forced vacuums begin at autovacuum_freeze_max_age; a table a quarter
//! beyond it was not reached by them. Tables below 100 MB are left out: a forced vacuum takes them in seconds, and db_xid_age
//! sees their age.

use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};
use crate::ident::qualified;

const BEHIND: Threshold = Threshold {
    name: "behind_percent_of_freeze_max_age",
    value: 125.0,
    unit: "percent",
    source: "own: a quarter beyond autovacuum_freeze_max_age, where forced vacuums begin",
};
const FLOOR: Threshold =
    Threshold { name: "floor_bytes", value: 104_857_600.0, unit: "bytes", source: "own: 100 MB, read in seconds" };

pub(crate) static CHECK: Check = Check {
    id: "VAC02",
    name: "table_xid_age",
    group: "VAC",
    what: "large tables whose oldest rows are not frozen in time",
    why: "the oldest table sets the age of its database; where ids run out the server refuses writes",
    how: "age(relfrozenxid) of users' tables against autovacuum_freeze_max_age; a vacuum at work on it is not seen",
    refuted_by: "SELECT oid::regclass, age(relfrozenxid) FROM pg_class WHERE relkind IN ('r', 'm') ORDER BY 2 DESC",
    reads: &[Family::Settings, Family::Tables],
    thresholds: &[BEHIND, FLOOR],
    gauge: Gauge::higher("xid_age"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let begins = facts.setting("autovacuum_freeze_max_age")?.number().unwrap_or(200e6);
    let behind = begins * limits.of(CHECK.id, &BEHIND) / 100.0;
    let floor = limits.of(CHECK.id, &FLOOR);
    let mut judged = Judged::of("tables", 0);
    for table in facts.tables()?.iter().filter(|t| t.xid_age.is_some()) {
        if (table.estimated_bytes as f64) < floor {
            judged.below_floor += 1;
            continue;
        }
        judged.examined += 1;
        let age = table.xid_age.unwrap_or(0);
        if age as f64 <= behind {
            continue;
        }
        let name = table.name();
        let said = Dossier::saying(
            "The oldest row of table {} that is not frozen is {} transactions old; forced freezing begins at {}.",
            &[
                &Evidence::name("tables", &name),
                &Evidence::measured("tables", &name, "xid_age", Value::Count(age)),
                &Evidence::measured("settings", "autovacuum_freeze_max_age", "setting", Value::Count(begins as i64)),
            ],
        );
        let remedy = Remedy::maintenance(
            "First end what holds freezing back: the oldest open transaction, a prepared transaction or a slot. It reads the \
             whole table, and blocks no reads or writes",
            format!("VACUUM (FREEZE) {}", qualified(&table.schema_name, &table.table_name)),
        );
        judged.findings.push(CHECK.finding(Severity::Medium, "table", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::judged;
    use crate::evidence::fake::{setting, table, FakeWorld};
    use crate::evidence::tables::Table;

    #[test]
    fn a_large_table_left_behind_is_named() {
        let judged = |age: i64, bytes: i64| {
            let table = Table { xid_age: Some(age), estimated_bytes: bytes, ..table("shop.orders") };
            let settings = [setting("autovacuum_freeze_max_age", "200000000")];
            let world = FakeWorld::new().with(Family::Settings, &settings).with(Family::Tables, &[table]);
            judged(&CHECK, world).unwrap()
        };
        assert!(judged(250_000_000, 1 << 30).findings.is_empty());
        assert_eq!(judged(250_000_001, 1 << 20).below_floor, 1);
        let found = judged(250_000_001, 1 << 30).findings;
        assert_eq!(found[0].remedy.sql.as_deref(), Some("VACUUM (FREEZE) shop.orders"));
    }
}
