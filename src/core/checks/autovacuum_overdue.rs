//! # autovacuum_overdue
//!
//! More dead rows than autovacuum's own trigger for the table allows, and no vacuum for a day: autovacuum is off,
//! blocked, or cannot keep up. The trigger is the server's formula, with the table's options before the settings:
//! `threshold + scale_factor * rows`, capped by `autovacuum_vacuum_max_threshold` from 18 on.
//!
//! A day, since one look cannot tell whether workers were idle; an hour would blame a table that merely waits for
//! its turn.

use super::judge::only_on_primary;
use super::limits::Limits;
use super::vacuum_trigger::Trigger;
use super::window::Window;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::tables::Table;
use crate::evidence::{Evidence, Family, Nature, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;
use crate::value::Value;

const OVERDUE: Threshold = Threshold {
    name: "overdue_seconds",
    value: 86_400.0,
    unit: "seconds",
    source: "tools of the field: 1 h with idle workers, 24 h otherwise",
};

pub(crate) static CHECK: Check = Check {
    id: "VAC07",
    name: "autovacuum_overdue",
    group: "VAC",
    what: "tables with more dead rows than autovacuum allows, not vacuumed for a day",
    why: "dead rows make every scan longer and the table grow; autovacuum is off, blocked or too slow",
    how: "the server's count of dead rows against autovacuum's own trigger for the table, and the time since its \
          last vacuum",
    refuted_by: "SELECT relname, n_dead_tup, last_vacuum, last_autovacuum FROM pg_stat_user_tables",
    reads: &[Family::Tables, Family::Settings],
    nature: Nature::Estimated,
    severity_max: Severity::High,
    thresholds: &[OVERDUE],
    gauge: Gauge::higher("dead_rows"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    only_on_primary(facts)?;
    let trigger = Trigger::of(facts)?;
    let window = Window::of(facts)?;
    let overdue = limits.of(CHECK.id, &OVERDUE);
    let mut judged = Judged { noun: "tables", window: Some(window.text()), ..Judged::default() };
    for table in facts.tables()?.iter().filter(|t| t.kind != 'p') {
        judged.examined += 1;
        let allowed = trigger.allows(table);
        if table.dead_rows as f64 <= allowed {
            continue;
        }
        let waited = table.vacuumed_at.map_or(window.seconds, |at| facts.seconds_since(at));
        if waited >= overdue {
            judged.findings.push(finding(table, allowed, waited, trigger.is_off(table)));
        } else if table.vacuumed_at.is_none() {
            judged.unseen = Some(window.too_young(overdue));
        }
    }
    Ok(judged)
}

fn finding(table: &Table, allowed: f64, waited: f64, is_off: bool) -> Finding {
    let name = table.name();
    let of = |measure, value| Evidence::estimated("tables", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Table {} has {} dead rows; autovacuum should come at {}, and none has come for {}.",
        &[
            &Evidence::name("tables", &name),
            &of("dead_rows", Value::Count(table.dead_rows)),
            &of("autovacuum_trigger", Value::Count(allowed as i64)),
            &of("seconds_since_vacuum", Value::Seconds(waited)),
        ],
    );
    let advice = if is_off {
        said.say("Autovacuum is switched off for {}.", &[&Evidence::name("tables", &name)]);
        "Vacuum it now, then switch autovacuum on again"
    } else {
        "Vacuum it now. If the dead rows stay, an old transaction, a prepared transaction or a replication slot holds \
         them; if it happens again, give autovacuum a higher cost limit"
    };
    let sql = format!("VACUUM (ANALYZE) {}", qualified(&table.schema_name, &table.table_name));
    Finding {
        check: CHECK.id,
        severity: Severity::High,
        object_kind: "table",
        object: name,
        said,
        remedy: Remedy::maintenance(advice, sql),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, setting, FakeWorld, DAY, NOW, SECOND};
    use crate::evidence::Reason;

    fn judged(table: Table, running: i64) -> Judged {
        let settings = [
            setting("autovacuum", "on"),
            setting("autovacuum_vacuum_threshold", "50"),
            setting("autovacuum_vacuum_scale_factor", "0.2"),
        ];
        let server =
            crate::evidence::server::Server { started_at: NOW - running, cluster_reset_at: None, ..fake::server() };
        let mut world = FakeWorld::new()
            .with(Family::Server, &[server])
            .with(Family::Settings, &settings)
            .with(Family::Tables, &[table]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    /// 100,000 rows: autovacuum comes at 20,050 dead ones.
    fn dead(dead_rows: i64, vacuumed_at: Option<i64>) -> Table {
        Table { dead_rows, vacuumed_at, ..fake::table("shop.orders") }
    }

    #[test]
    fn a_table_is_overdue_behind_its_trigger_and_its_day() {
        assert!(judged(dead(20_050, Some(NOW - 2 * DAY)), 9 * DAY).findings.is_empty());
        assert!(judged(dead(20_051, Some(NOW - DAY + SECOND)), 9 * DAY).findings.is_empty());
        let findings = judged(dead(20_051, Some(NOW - 2 * DAY)), 9 * DAY).findings;
        assert_eq!(
            findings[0].said.sentences[0].text,
            "Table \"shop.orders\" has 20,051 dead rows; autovacuum should come at 20,050, and none has come for 2 days."
        );
        assert_eq!(findings[0].remedy.sql.as_deref(), Some("VACUUM (ANALYZE) shop.orders"));
    }

    #[test]
    fn never_vacuumed_counts_from_the_start_of_the_counters() {
        let young = judged(dead(20_051, None), DAY / 2);
        assert!(young.findings.is_empty());
        assert_eq!(young.unseen.unwrap().reason, Reason::Window);
        assert_eq!(judged(dead(20_051, None), 2 * DAY).findings.len(), 1);
    }

    #[test]
    fn the_tables_own_options_come_first() {
        let options = Some(vec!["autovacuum_vacuum_scale_factor=0".into(), "autovacuum_enabled=false".into()]);
        let findings = judged(Table { options, ..dead(51, Some(NOW - 2 * DAY)) }, 9 * DAY).findings;
        assert!(findings[0].said.sentences[1].text.contains("switched off"));
    }

    #[test]
    fn a_standby_counts_no_dead_rows() {
        let server = crate::evidence::server::Server { in_recovery: true, ..fake::server() };
        let mut world = FakeWorld::new().with(Family::Server, &[server]);
        let unread = judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap_err();
        assert_eq!(unread.reason, Reason::Standby);
    }
}
