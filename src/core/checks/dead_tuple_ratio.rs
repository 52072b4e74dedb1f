//! # dead_tuple_ratio
//!
//! The share of dead rows in a table, whatever autovacuum is set to: at 20 percent every scan reads a quarter more
//! than it needs. Tables below 10 MB and fewer than 10,000 dead rows cost nobody anything.

use super::judge::only_on_primary;
use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::tables::Table;
use crate::evidence::{Evidence, Family, Nature, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;
use crate::value::Value;

const SHARE: Threshold =
    Threshold { name: "dead_percent", value: 20.0, unit: "percent", source: "tools of the field: 10 to 20" };
const ROWS: Threshold = Threshold { name: "dead_rows", value: 10_000.0, unit: "rows", source: "tools of the field" };
const FLOOR: Threshold =
    Threshold { name: "floor_bytes", value: 10_485_760.0, unit: "bytes", source: "tools of the field: 10 MB" };

pub(crate) static CHECK: Check = Check {
    id: "VAC08",
    name: "dead_tuple_ratio",
    group: "VAC",
    what: "tables with a large share of dead rows",
    why: "scans read the dead rows too, and the table grows instead of reusing their space",
    how: "the server's counts of dead and live rows; both are estimates between vacuums",
    refuted_by: "SELECT relname, n_live_tup, n_dead_tup FROM pg_stat_user_tables",
    reads: &[Family::Tables],
    nature: Nature::Estimated,
    thresholds: &[SHARE, ROWS, FLOOR],
    gauge: Gauge::higher("dead_rows"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    only_on_primary(facts)?;
    let floor = limits.of(CHECK.id, &FLOOR);
    let mut judged = Judged { noun: "tables", ..Judged::default() };
    for table in facts.tables()?.iter().filter(|t| t.kind != 'p') {
        // a table never vacuumed has no known size, and no size is no excuse
        if table.estimated_bytes > 0 && (table.estimated_bytes as f64) < floor {
            judged.below_floor += 1;
            continue;
        }
        judged.examined += 1;
        let all = (table.live_rows + table.dead_rows).max(1) as f64;
        let percent = 100.0 * table.dead_rows as f64 / all;
        if percent > limits.of(CHECK.id, &SHARE) && table.dead_rows as f64 >= limits.of(CHECK.id, &ROWS) {
            judged.findings.push(finding(table, percent));
        }
    }
    Ok(judged)
}

fn finding(table: &Table, percent: f64) -> Finding {
    let name = table.name();
    let of = |measure, value| Evidence::estimated("tables", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Table {} has {} dead rows beside {} live ones ({} dead).",
        &[
            &Evidence::name("tables", &name),
            &of("dead_rows", Value::Count(table.dead_rows)),
            &of("live_rows", Value::Count(table.live_rows)),
            &of("dead_percent", Value::Percent(percent)),
        ],
    );
    let mut advice = "Vacuum it; where this returns, lower autovacuum_vacuum_scale_factor on the table";
    if table.autovacuum_is_off() {
        said.say("Autovacuum is switched off for {}.", &[&Evidence::name("tables", &name)]);
        advice = "Vacuum it, then take autovacuum_enabled off the table's options";
    }
    let sql = format!("VACUUM (ANALYZE) {}", qualified(&table.schema_name, &table.table_name));
    Finding {
        check: CHECK.id,
        severity: Severity::Medium,
        object_kind: "table",
        object: name,
        said,
        remedy: Remedy::maintenance(advice, sql),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn judged(tables: &[Table]) -> Judged {
        let mut world = FakeWorld::new().with(Family::Tables, tables);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    fn dead(dead_rows: i64, live_rows: i64) -> Table {
        Table { dead_rows, live_rows, ..fake::table("shop.orders") }
    }

    #[test]
    fn the_share_and_the_number_both_count() {
        assert!(judged(&[dead(20_000, 80_000)]).findings.is_empty(), "exactly 20 percent");
        assert!(judged(&[dead(9_999, 10_000)]).findings.is_empty(), "too few to matter");
        let findings = judged(&[dead(25_000, 75_000)]).findings;
        assert_eq!(
            findings[0].said.sentences[0].text,
            "Table \"shop.orders\" has 25,000 dead rows beside 75,000 live ones (25 % dead)."
        );
        assert_eq!(findings[0].remedy.sql.as_deref(), Some("VACUUM (ANALYZE) shop.orders"));
    }

    #[test]
    fn small_tables_are_below_the_floor_and_unknown_sizes_are_not() {
        let small = Table { estimated_bytes: 10_485_759, ..dead(20_000, 1) };
        let unknown = Table { estimated_bytes: 0, ..dead(20_000, 1) };
        let judged = judged(&[small, unknown]);
        assert_eq!((judged.examined, judged.below_floor, judged.findings.len()), (1, 1, 1));
    }
}
