//! # btree_bloat
//!
//! How much of a large btree index is air. Entries put in at random leave pages some 70 percent full, which is no bloat: the
//! mark is half, where building it anew halves it. Deduplication packs equal keys tighter than the estimate knows, so what is
//! found is at least as bad.

use super::judge::only_on_primary;
use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Nature, Remedy, Severity, Threshold, Unread, Value,
};
use crate::evidence::index_widths::IndexWidth;
use crate::ident::qualified;

const SHARE: Threshold = Threshold {
    name: "empty_percent",
    value: 50.0,
    unit: "percent",
    source: "own: pages filled at random are 30 percent empty, and need no rebuilding",
};
const BYTES: Threshold =
    Threshold { name: "empty_bytes", value: 104_857_600.0, unit: "bytes", source: "field: 100 MB" };
const STALE: Threshold = Threshold {
    name: "changed_percent",
    value: 20.0,
    unit: "percent",
    source: "own: more changed rows since the last analyze, and the estimate is of another table",
};

pub(crate) static CHECK: Check = Check {
    id: "BLT02",
    name: "btree_bloat",
    group: "BLT",
    what: "large indexes of which much is empty",
    why: "scans read the empty pages too, and these take the place of others in the cache",
    how: "pages against entries and their average width by the column statistics; an estimate, for the 200 largest btree indexes of 100 MB and more; pgstatindex() measures",
    refuted_by: "SELECT avg_leaf_density, leaf_fragmentation FROM pgstatindex('schema.index')",
    reads: &[Family::Counts, Family::IndexWidths],
    nature: Nature::Estimated,
    thresholds: &[SHARE, BYTES, STALE],
    gauge: Gauge::higher("empty_bytes"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let widths = facts.index_widths()?;
    only_on_primary(facts)?;
    let large = widths.first().map_or(0, |w| w.large_indexes);
    let mut judged = Judged { below_floor: facts.count()?.indexes.saturating_sub(large), ..Judged::of("indexes", 0) };
    let hidden = widths.iter().filter(|w| !w.is_granted).count();
    if hidden > 0 {
        let why = format!("the column statistics of {hidden} large indexes are hidden");
        judged.unseen = Some(facts.wants_role("pg_read_all_data", why));
    }
    let stale = |w: &IndexWidth| {
        100.0 * w.changed_since_analyze as f64 >= limits.of(CHECK.id, &STALE) * w.estimated_entries.max(1.0)
    };
    for width in widths.iter().filter(|w| !stale(w)) {
        let Some(needed) = width.pages_needed() else { continue };
        judged.examined += 1;
        let empty_pages = (width.pages as f64 - needed).max(0.0);
        let percent = 100.0 * empty_pages / width.pages.max(1) as f64;
        let bytes = empty_pages * width.block_size_bytes as f64;
        if percent < limits.of(CHECK.id, &SHARE) || bytes < limits.of(CHECK.id, &BYTES) {
            continue;
        }
        let name = width.name();
        let of = |measure, value| Evidence::estimated("index_widths", &name, measure, value);
        let said = Dossier::saying(
            "Of the {} of index {} about {} are empty ({}), by an estimate from the width of its entries.",
            &[
                &of("size", Value::Bytes(width.bytes())),
                &Evidence::name("index_widths", &name),
                &of("empty_bytes", Value::Bytes(bytes as i64)),
                &of("empty_percent", Value::Percent(percent)),
            ],
        );
        let remedy = Remedy::maintenance(
            "It takes the room of the new index beside the old one meanwhile, and blocks no reads or writes. If it fails, an \
             invalid index with _ccnew in its name stays behind",
            format!("REINDEX INDEX CONCURRENTLY {}", qualified(&width.schema_name, &width.index_name)),
        );
        judged.findings.push(CHECK.finding(Severity::Medium, "index", name.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::judged;
    use crate::evidence::fake::{self, FakeWorld};

    /// Three million entries of 8 bytes: 20 with all that goes with them, 366 to a page.
    fn width() -> IndexWidth {
        IndexWidth {
            schema_name: "shop".into(),
            index_name: "orders_at_idx".into(),
            table_name: "orders".into(),
            estimated_entries: 3e6,
            pages: 8_300,
            block_size_bytes: 8_192,
            fill_percent: 90,
            is_granted: true,
            columns: 1,
            columns_known: 1,
            entry_bytes: Some(8.0),
            has_nulls: false,
            changed_since_analyze: 0,
            large_indexes: 1,
        }
    }

    fn seen(width: IndexWidth) -> Judged {
        let world = FakeWorld::new().with(Family::Counts, &[fake::counts(5, 0)]);
        judged(&CHECK, world.with(Family::IndexWidths, &[width])).unwrap()
    }

    #[test]
    fn an_index_built_anew_is_as_large_as_estimated() {
        // create index on 3,000,000 distinct bigints: 8,228 pages by pg_relation_size
        let needed = width().pages_needed().unwrap();
        assert!((8_190.0..=8_270.0).contains(&needed), "{needed}");
    }

    #[test]
    fn share_and_size_decide_together() {
        assert!(seen(IndexWidth { pages: 16_000, ..width() }).findings.is_empty(), "49 %");
        assert!(seen(IndexWidth { pages: 20_000, ..width() }).findings.is_empty(), "59 %, but less than 100 MB");
        let found = seen(IndexWidth { pages: 30_000, ..width() }).findings;
        assert_eq!(found[0].remedy.sql.as_deref(), Some("REINDEX INDEX CONCURRENTLY shop.orders_at_idx"));
    }

    #[test]
    fn what_cannot_be_known_is_not_judged() {
        assert_eq!(seen(IndexWidth { columns_known: 0, pages: 90_000, ..width() }).examined, 0);
        assert_eq!(seen(IndexWidth { changed_since_analyze: 700_000, pages: 90_000, ..width() }).examined, 0);
        let hidden = seen(IndexWidth { columns_known: 0, is_granted: false, ..width() });
        assert_eq!(hidden.unseen.unwrap().opens_with.as_deref(), Some("GRANT pg_read_all_data TO dba"));
    }
}
