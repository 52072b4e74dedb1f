//! # table_cache_hit
//!
//! How many of a table's pages had to be fetched from outside shared_buffers. The machine's own cache may have had them, so
//! a low share is a reason to look at who reads the table, not a proof of slow disks.

use super::limits::Limits;
use super::window::Window;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::table_io::TableIo;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const LOW: Threshold =
    Threshold { name: "hit_percent", value: 95.0, unit: "percent", source: "field: 90 to 99 percent" };
const VERY_LOW: Threshold =
    Threshold { name: "very_low_hit_percent", value: 80.0, unit: "percent", source: "field: 80 percent" };
const FETCHES: Threshold =
    Threshold { name: "floor_fetches", value: 10_000.0, unit: "pages", source: "field: 10,000 blocks" };
const WINDOW: Threshold = Threshold {
    name: "window_days",
    value: 1.0,
    unit: "days",
    source: "own: a day, so that a cold start is left behind",
};

pub(crate) static CHECK: Check = Check {
    id: "CIO01",
    name: "table_cache_hit",
    group: "CIO",
    what: "tables whose pages are often not in the cache",
    why: "each page that is not there costs a read, and pushes another page out",
    how: "heap blocks hit against heap blocks fetched since the counters began, for tables with 10,000 fetches and more; the machine's own cache is not seen",
    refuted_by: "SELECT relname, heap_blks_read, heap_blks_hit FROM pg_statio_user_tables",
    reads: &[Family::Counts, Family::TableIo],
    thresholds: &[LOW, VERY_LOW, FETCHES, WINDOW],
    gauge: Gauge::lower("hit_percent"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let window = Window::of(facts)?;
    let needed = limits.of(CHECK.id, &WINDOW) * 86_400.0;
    let tables = facts.table_io()?;
    let mut judged = Judged {
        noun: "tables",
        examined: tables.len(),
        below_floor: facts.count()?.tables.saturating_sub(tables.len()),
        window: Some(window.text()),
        ..Judged::default()
    };
    for table in tables {
        let percent = 100.0 * table.blocks_hit as f64 / table.blocks_fetched.max(1) as f64;
        if percent >= limits.of(CHECK.id, &LOW) || table.blocks_fetched as f64 <= limits.of(CHECK.id, &FETCHES) {
            continue;
        }
        if window.seconds < needed {
            judged.unseen = Some(window.too_young(needed));
        } else {
            judged.findings.push(finding(table, percent, window, percent < limits.of(CHECK.id, &VERY_LOW)));
        }
    }
    Ok(judged)
}

fn finding(table: &TableIo, percent: f64, window: Window, very_low: bool) -> Finding {
    let name = table.name();
    let of = |measure, value| Evidence::measured("table_io", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Of {} pages asked for from table {} {} were in the cache, over {}.",
        &[
            &of("blocks_fetched", Value::Count(table.blocks_fetched)),
            &Evidence::name("table_io", &name),
            &of("hit_percent", Value::Percent(percent)),
            &window.evidence(),
        ],
    );
    Finding {
        check: CHECK.id,
        severity: if very_low { Severity::Medium } else { Severity::Low },
        object_kind: "table",
        object: name,
        said,
        remedy: Remedy::advice(
            "Look who reads it: SELECT * FROM copilot.explain_slow(). An index that spares a scan helps more than a larger \
             shared_buffers",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::server::Server;

    fn judged(hit: i64, fetched: i64, hours: i64) -> Judged {
        let table = TableIo { blocks_fetched: fetched, blocks_hit: hit, ..fake::table_io("shop.events") };
        let server =
            Server { started_at: fake::NOW - hours * 3_600 * fake::SECOND, cluster_reset_at: None, ..fake::server() };
        let mut world = FakeWorld::new()
            .with(Family::Server, &[server])
            .with(Family::Counts, &[fake::counts(0, 0)])
            .with(Family::TableIo, &[table]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    #[test]
    fn the_share_decides() {
        assert!(judged(95_000, 100_000, 30).findings.is_empty());
        assert_eq!(judged(94_999, 100_000, 30).findings[0].severity, Severity::Low);
        assert_eq!(judged(79_999, 100_000, 30).findings[0].severity, Severity::Medium);
        assert_eq!(judged(95_000, 100_000, 30).below_floor, 9);
    }

    #[test]
    fn a_young_counter_cannot_tell() {
        let young = judged(10, 100_000, 23);
        assert!(young.findings.is_empty() && young.unseen.is_some());
    }
}
