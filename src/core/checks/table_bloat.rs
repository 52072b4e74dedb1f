//! # table_bloat
//!
//! The share of a table's pages that its rows would not fill, written anew. A model of row widths, not a measurement: it
//! counts what alignment may cost in full and never takes a row for shorter than it is, so the true share is rather larger.
//! Only tables whose columns all have statistics that are not stale are judged; the rest is bloat_unknowable's.

use super::judge::only_on_primary;
use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::row_widths::RowWidth;
use crate::evidence::{Evidence, Family, Nature, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const SHARE: Threshold =
    Threshold { name: "empty_percent", value: 30.0, unit: "percent", source: "field: 20 to 50 percent" };
const BYTES: Threshold =
    Threshold { name: "empty_bytes", value: 104_857_600.0, unit: "bytes", source: "field: 100 MB" };
const HIGH_SHARE: Threshold =
    Threshold { name: "high_empty_percent", value: 60.0, unit: "percent", source: "field: 60 percent" };
const HIGH_BYTES: Threshold =
    Threshold { name: "high_empty_bytes", value: 1_073_741_824.0, unit: "bytes", source: "field: 1 GB" };

pub(crate) static CHECK: Check = Check {
    id: "BLT01",
    name: "table_bloat",
    group: "BLT",
    what: "large tables of which a large share of the pages is empty",
    why: "scans and caches carry the empty pages, and vacuum does not give them back",
    how: "pages against rows and their average width by the column statistics; an estimate, for the 200 largest tables of 100 MB and more; pgstattuple_approx() measures",
    refuted_by: "SELECT * FROM pgstattuple_approx('schema.table')",
    reads: &[Family::Counts, Family::RowWidths],
    nature: Nature::Estimated,
    severity_max: Severity::High,
    thresholds: &[SHARE, BYTES, HIGH_SHARE, HIGH_BYTES],
    gauge: Gauge::higher("empty_bytes"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    only_on_primary(facts)?;
    let widths = facts.row_widths()?;
    let large = widths.first().map_or(0, |w| w.large_tables);
    let mut judged =
        Judged { noun: "tables", below_floor: facts.count()?.tables.saturating_sub(large), ..Judged::default() };
    let hidden = widths.iter().filter(|w| !w.is_granted).count();
    if hidden > 0 {
        let why = format!("the column statistics of {hidden} large tables are hidden");
        judged.unseen = Some(facts.wants_role("pg_read_all_data", why));
    }
    for width in widths.iter().filter(|w| !super::bloat_unknowable::is_stale(w)) {
        let Some(needed) = width.pages_needed() else { continue };
        judged.examined += 1;
        let empty_pages = (width.pages as f64 - needed).max(0.0);
        let percent = 100.0 * empty_pages / width.pages.max(1) as f64;
        let bytes = empty_pages * width.block_size_bytes as f64;
        let at = |share, size| percent > limits.of(CHECK.id, share) && bytes >= limits.of(CHECK.id, size);
        if at(&HIGH_SHARE, &HIGH_BYTES) {
            judged.findings.push(finding(width, percent, bytes, Severity::High));
        } else if at(&SHARE, &BYTES) {
            judged.findings.push(finding(width, percent, bytes, Severity::Medium));
        }
    }
    Ok(judged)
}

fn finding(width: &RowWidth, percent: f64, bytes: f64, severity: Severity) -> Finding {
    let name = width.name();
    let of = |measure, value| Evidence::estimated("row_widths", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Of the {} of table {} about {} are empty ({}), by an estimate from the width of its rows.",
        &[
            &of("size", Value::Bytes(width.bytes())),
            &Evidence::name("row_widths", &name),
            &of("empty_bytes", Value::Bytes(bytes as i64)),
            &of("empty_percent", Value::Percent(percent)),
        ],
    );
    Finding {
        check: CHECK.id,
        severity,
        object_kind: "table",
        object: name,
        said,
        remedy: Remedy::advice(
            "Measure it with pgstattuple_approx() first. If new rows will fill the space, leave it. Else pg_repack or \
             pg_squeeze rewrite it while it is used; VACUUM FULL locks it throughout",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    /// A million rows of 76 bytes with all that goes with them, 107 to a page: 9,346 pages are needed.
    fn judged(pages: i64, width: RowWidth) -> Judged {
        let width = RowWidth { pages, ..width };
        let mut world = FakeWorld::new().with(Family::Counts, &[fake::counts(0, 0)]).with(Family::RowWidths, &[width]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    fn width() -> RowWidth {
        fake::row_width("shop.events")
    }

    #[test]
    fn share_and_size_decide_together() {
        assert!(judged(20_000, width()).findings.is_empty(), "53 %, but less than 100 MB");
        let found = judged(22_500, width()).findings;
        assert_eq!(found[0].severity, Severity::Medium);
        assert!(found[0].said.sentences[0].text.contains("(58.5 %)"), "{}", found[0].said.sentences[0].text);
        assert_eq!(judged(150_000, width()).findings[0].severity, Severity::High);
    }

    #[test]
    fn what_cannot_be_known_is_not_judged() {
        assert_eq!(judged(150_000, RowWidth { columns_known: 3, ..width() }).examined, 0);
        assert_eq!(judged(150_000, RowWidth { changed_since_analyze: 500_000, ..width() }).examined, 0);
        let hidden = judged(150_000, RowWidth { columns_known: 0, is_granted: false, ..width() });
        assert_eq!(hidden.unseen.unwrap().opens_with.as_deref(), Some("GRANT pg_read_all_data TO dba"));
    }
}
