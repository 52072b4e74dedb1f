//! # stale_statistics
//!
//! The planner decides by what the last analyze saw. A fifth of the rows changed and no analyze for a week: it
//! guesses. The week is waived where more than half of the rows changed and ten minutes passed, or where autovacuum is
//! switched off so that nobody will come: then the statistics describe another table today.
//!
//! A load and an analyze within one second leave half or all of the rows counted as changed, since the server counts the
//! load late. Autovacuum takes the statistics once more then, within its naptime.
//!
//! Tables below 10,000 rows are left out: wrong guesses about them cost little, and they change by a fifth often.

use super::judge::only_on_primary;
use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::tables::Table;
use crate::evidence::{Evidence, Family, Nature, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;
use crate::value::Value;

const CHANGED: Threshold =
    Threshold { name: "changed_percent", value: 20.0, unit: "percent", source: "tools of the field: 10 to 20" };
const AGE: Threshold = Threshold { name: "age_days", value: 7.0, unit: "days", source: "tools of the field: 7" };
const REPLACED: Threshold = Threshold {
    name: "replaced_percent",
    value: 50.0,
    unit: "percent",
    source: "own: five times autovacuum_analyze_scale_factor's default",
};
const SETTLE: Threshold = Threshold {
    name: "settle_seconds",
    value: 600.0,
    unit: "seconds",
    source: "own: ten rounds of autovacuum_naptime's default",
};
const FLOOR: Threshold = Threshold {
    name: "floor_rows",
    value: 10_000.0,
    unit: "rows",
    source: "own: smaller tables are planned well enough by their size",
};

pub(crate) static CHECK: Check = Check {
    id: "STA01",
    name: "stale_statistics",
    group: "STA",
    what: "tables that changed much since the planner's statistics were taken",
    why: "the planner picks plans for rows that are not there any more",
    how: "rows changed since the last analyze against all rows, and the time since it; both row counts are the \
          server's estimates",
    refuted_by: "SELECT relname, n_mod_since_analyze, n_live_tup, last_analyze, last_autoanalyze \
                 FROM pg_stat_user_tables",
    reads: &[Family::Tables, Family::Settings],
    nature: Nature::Estimated,
    thresholds: &[CHANGED, AGE, REPLACED, SETTLE, FLOOR],
    gauge: Gauge::higher("changed_since_analyze"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    only_on_primary(facts)?;
    let autovacuum_is_on = facts.setting("autovacuum")?.is_on();
    let old_seconds = limits.of(CHECK.id, &AGE) * 86_400.0;
    let mut judged = Judged { noun: "tables", ..Judged::default() };
    for table in facts.tables()?.iter().filter(|t| t.kind != 'p') {
        // those without an analyze on record are never_analyzed's
        let Some(analyzed_at) = table.analyzed_at else { continue };
        let rows = table.estimated_rows.unwrap_or(0.0).max(table.live_rows as f64);
        if rows < limits.of(CHECK.id, &FLOOR) {
            judged.below_floor += 1;
            continue;
        }
        judged.examined += 1;
        let percent = 100.0 * table.changed_since_analyze as f64 / rows;
        let age_seconds = facts.seconds_since(analyzed_at);
        let nobody_comes = !autovacuum_is_on || table.autovacuum_is_off();
        let settled = age_seconds >= limits.of(CHECK.id, &SETTLE);
        let waived = nobody_comes || (settled && percent > limits.of(CHECK.id, &REPLACED));
        if percent > limits.of(CHECK.id, &CHANGED) && (age_seconds >= old_seconds || waived) {
            judged.findings.push(finding(table, percent, age_seconds));
        }
    }
    Ok(judged)
}

fn finding(table: &Table, percent: f64, age_seconds: f64) -> Finding {
    let name = table.name();
    let of = |measure, value| Evidence::estimated("tables", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Changes to table {} since its statistics were taken {} ago amount to {} of its rows ({} changes).",
        &[
            &Evidence::name("tables", &name),
            &of("seconds_since_analyze", Value::Seconds(age_seconds)),
            &of("changed_percent", Value::Percent(percent)),
            &of("changed_since_analyze", Value::Count(table.changed_since_analyze)),
        ],
    );
    if table.autovacuum_is_off() {
        said.say("Autovacuum is switched off for {}.", &[&Evidence::name("tables", &name)]);
    }
    let sql = format!("ANALYZE {}", qualified(&table.schema_name, &table.table_name));
    Finding {
        check: CHECK.id,
        severity: Severity::Medium,
        object_kind: "table",
        object: name,
        said,
        remedy: Remedy::maintenance("Take its statistics anew; plans of running sessions follow by themselves", sql),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, setting, FakeWorld, DAY, NOW, SECOND};

    fn judged(table: Table) -> Judged {
        let mut world =
            FakeWorld::new().with(Family::Settings, &[setting("autovacuum", "on")]).with(Family::Tables, &[table]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    /// Of 100,000 rows.
    fn changed(changed_since_analyze: i64, analyzed_at: i64) -> Table {
        Table { changed_since_analyze, analyzed_at: Some(analyzed_at), ..fake::table("shop.orders") }
    }

    #[test]
    fn a_fifth_needs_a_week_and_a_half_does_not() {
        let fires = |table| !judged(table).findings.is_empty();
        assert!(!fires(changed(20_000, NOW - 30 * DAY)), "exactly a fifth");
        assert!(!fires(changed(20_001, NOW - 7 * DAY + SECOND)), "autovacuum may still come");
        assert!(fires(changed(20_001, NOW - 7 * DAY)));
        assert!(!fires(changed(50_000, NOW - 600 * SECOND)));
        assert!(!fires(changed(50_001, NOW - 599 * SECOND)), "autovacuum is on its way");
        assert!(fires(changed(50_001, NOW - 600 * SECOND)));
        let off = Some(vec!["autovacuum_enabled=off".to_owned()]);
        assert!(fires(Table { options: off, ..changed(20_001, NOW) }), "nobody will come");
    }

    #[test]
    fn small_tables_are_below_the_floor() {
        let small = Table { live_rows: 9_999, estimated_rows: Some(9_999.0), ..changed(9_999, NOW - 30 * DAY) };
        let judged = judged(small);
        assert_eq!((judged.examined, judged.below_floor), (0, 1));
    }

    #[test]
    fn the_finding_names_the_statement() {
        let finding = judged(changed(60_000, NOW - 8 * DAY)).findings.remove(0);
        assert_eq!(
            finding.said.sentences[0].text,
            "Changes to table \"shop.orders\" since its statistics were taken 8 days ago amount to 60 % of its rows \
             (60,000 changes)."
        );
        assert_eq!(finding.remedy.sql.as_deref(), Some("ANALYZE shop.orders"));
    }
}
