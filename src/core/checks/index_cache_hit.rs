//! # index_cache_hit
//!
//! How many of an index's pages had to be fetched from outside shared_buffers. The upper pages of an index are asked for by
//! every search, so even an index far larger than the cache is mostly there. The machine's own cache is not seen.

use super::window::Window;
use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};

const LOW: Threshold =
    Threshold { name: "hit_percent", value: 95.0, unit: "percent", source: "field: 95 to 99 percent" };
const FETCHES: Threshold =
    Threshold { name: "floor_fetches", value: 10_000.0, unit: "pages", source: "field: 10,000 blocks" };
const WINDOW: Threshold = Threshold {
    name: "window_days",
    value: 1.0,
    unit: "days",
    source: "own: a day, so that a cold start is left behind",
};

pub(crate) static CHECK: Check = Check {
    id: "CIO02",
    name: "index_cache_hit",
    group: "CIO",
    what: "indexes whose pages are often not in the cache",
    why: "each search waits for a read, where a search in memory takes microseconds",
    how: "blocks hit against blocks fetched since the counters began, for indexes with 10,000 fetches and more that were scanned; what vacuums read of them counts too, and the machine's own cache is not seen",
    refuted_by: "SELECT indexrelname, idx_blks_read, idx_blks_hit FROM pg_statio_user_indexes",
    reads: &[Family::Counts, Family::IndexIo],
    severity_max: Severity::Low,
    thresholds: &[LOW, FETCHES, WINDOW],
    gauge: Gauge::lower("hit_percent"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let window = Window::of(facts)?;
    let needed = limits.of(CHECK.id, &WINDOW) * 86_400.0;
    let indexes = facts.index_io()?;
    let mut judged = Judged {
        below_floor: facts.count()?.indexes.saturating_sub(indexes.len()),
        window: Some(window.text()),
        ..Judged::of("indexes", indexes.len())
    };
    for index in indexes {
        let percent = 100.0 * index.blocks_hit as f64 / index.blocks_fetched.max(1) as f64;
        if percent >= limits.of(CHECK.id, &LOW) || (index.blocks_fetched as f64) < limits.of(CHECK.id, &FETCHES) {
            continue;
        }
        if window.seconds < needed {
            judged.unseen = Some(window.too_young(needed));
            continue;
        }
        let name = index.name();
        let of = |measure, value| Evidence::measured("index_io", &name, measure, value);
        let said = Dossier::saying(
            "Of {} pages asked for from index {} {} were in the cache, over {}.",
            &[
                &of("blocks_fetched", Value::Count(index.blocks_fetched)),
                &Evidence::name("index_io", &name),
                &of("hit_percent", Value::Percent(percent)),
                &window.evidence(),
            ],
        );
        let remedy = Remedy::advice(
            "Look who scans it whole: SELECT * FROM copilot.explain_slow(). A narrower or partial index takes less of the \
             cache, a bloated one more",
        );
        judged.findings.push(CHECK.finding(Severity::Low, "index", name.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::judged;
    use crate::evidence::fake::{self, FakeWorld, NOW, SECOND};
    use crate::evidence::index_io::IndexIo;
    use crate::evidence::server::Server;

    #[test]
    fn the_share_decides_once_a_day_has_passed() {
        let judged = |blocks_hit: i64, hours: i64| {
            let index = IndexIo {
                schema_name: "shop".into(),
                index_name: "orders_pkey".into(),
                estimated_bytes: 20 << 20,
                blocks_fetched: 100_000,
                blocks_hit,
            };
            let started_at = NOW - hours * 3_600 * SECOND;
            let server = Server { started_at, cluster_reset_at: None, ..fake::server() };
            let world = FakeWorld::new()
                .with(Family::Server, &[server])
                .with(Family::Counts, &[fake::counts(3, 0)])
                .with(Family::IndexIo, &[index]);
            judged(&CHECK, world).unwrap()
        };
        assert!(judged(95_000, 30).findings.is_empty());
        assert_eq!(judged(94_999, 30).findings[0].severity, Severity::Low);
        let young = judged(10, 23);
        assert!(young.findings.is_empty() && young.unseen.is_some());
    }
}
