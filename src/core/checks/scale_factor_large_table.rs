//! # scale_factor_large_table
//!
//! A fifth of a large table is a lot of dead rows to wait for. From 18 on autovacuum_vacuum_max_threshold caps it at 100 M.

use super::vacuum_trigger::Trigger;
use super::{Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, RemedyClass, Severity, Threshold};
use super::{Unread, Value};
use crate::ident::qualified;

const ROWS: Threshold = Threshold { name: "floor_rows", value: 10e6, unit: "rows", source: "field: 10 M rows" };
const DEAD: Threshold =
    Threshold { name: "dead_rows_allowed", value: 1e6, unit: "rows", source: "field: 1 M dead rows" };

pub(crate) static CHECK: Check = Check {
    id: "VAC11",
    name: "scale_factor_large_table",
    group: "VAC",
    what: "large tables whose autovacuum waits for a share of them to be dead",
    why: "the vacuum comes seldom and takes long, and until then every scan reads the dead rows too",
    how: "autovacuum's own formula with the table's options and the planner's count of rows; how fast rows die is not judged",
    refuted_by: "SELECT oid::regclass, reltuples, reloptions FROM pg_class WHERE reltuples > 1e7 AND relkind = 'r'",
    reads: &[Family::Tables, Family::Settings],
    nature: super::Nature::Estimated,
    severity_max: Severity::Low,
    remedy_class: RemedyClass::ReversibleExactly,
    thresholds: &[ROWS, DEAD],
    gauge: Gauge::higher("estimated_rows"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let trigger = Trigger::of(facts)?;
    let mut judged = Judged::of("tables", 0);
    for table in facts.tables()?.iter().filter(|t| t.kind != 'p') {
        let rows = table.estimated_rows.unwrap_or(0.0);
        if rows < limits.of(CHECK.id, &ROWS) {
            judged.below_floor += 1;
            continue;
        }
        judged.examined += 1;
        let allowed = trigger.allows(table);
        if allowed <= limits.of(CHECK.id, &DEAD) || trigger.is_off(table) {
            continue;
        }
        let name = table.name();
        let of = |measure, number: f64| Evidence::estimated("tables", &name, measure, Value::Count(number as i64));
        let said = Dossier::saying(
            "Table {} has about {} rows; autovacuum comes at {} dead ones.",
            &[&Evidence::name("tables", &name), &of("estimated_rows", rows), &of("autovacuum_trigger", allowed)],
        );
        let relation = if table.kind == 'm' { "MATERIALIZED VIEW" } else { "TABLE" };
        let target = format!("ALTER {relation} {}", qualified(&table.schema_name, &table.table_name));
        let before = match table.option("autovacuum_vacuum_scale_factor").filter(|v| v.parse::<f64>().is_ok()) {
            Some(factor) => format!("{target} SET (autovacuum_vacuum_scale_factor = {factor})"),
            None => format!("{target} RESET (autovacuum_vacuum_scale_factor)"),
        };
        let remedy = Remedy::exactly(
            "It comes more often then, and each time for less; it blocks no reads or writes",
            format!("{target} SET (autovacuum_vacuum_scale_factor = 0.01)"),
            before,
        );
        judged.findings.push(CHECK.finding(Severity::Low, "table", name.clone(), said, remedy));
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
    fn a_share_of_many_rows_is_many_rows() {
        let judged = |rows: f64, option: &str, most: Option<&str>| {
            let options = Some(vec![option.to_owned()]);
            let table = Table { estimated_rows: Some(rows), options, ..table("shop.orders") };
            let mut settings = vec![
                setting("autovacuum", "on"),
                setting("autovacuum_vacuum_threshold", "50"),
                setting("autovacuum_vacuum_scale_factor", "0.2"),
            ];
            settings.extend(most.map(|m| setting("autovacuum_vacuum_max_threshold", m)));
            judged(&CHECK, FakeWorld::new().with(Family::Settings, &settings).with(Family::Tables, &[table])).unwrap()
        };
        assert_eq!(judged(9e6, "fillfactor=90", None).below_floor, 1);
        assert!(judged(20e6, "autovacuum_vacuum_scale_factor=0.01", None).findings.is_empty());
        assert!(judged(20e6, "autovacuum_enabled=off", None).findings.is_empty(), "another check's");
        assert!(judged(20e6, "fillfactor=90", Some("500000")).findings.is_empty(), "capped from 18 on");
        let found = judged(20e6, "autovacuum_vacuum_scale_factor=0.1", None).findings;
        let back = "ALTER TABLE shop.orders SET (autovacuum_vacuum_scale_factor = 0.1)";
        assert_eq!(found[0].remedy.revert_sql.as_deref(), Some(back));
    }
}
