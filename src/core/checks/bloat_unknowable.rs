//! # bloat_unknowable
//!
//! An estimate of bloat needs statistics of every column. A large table without them would read as "no bloat" elsewhere;
//! here it is said that nothing is known.

use super::judge::only_on_primary;
use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::row_widths::RowWidth;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "BLT03",
    name: "bloat_unknowable",
    group: "BLT",
    what: "large tables whose bloat cannot be estimated",
    why: "a table that was not judged must not pass for one that is well",
    how: "tables of 100 MB and more with a column without statistics, never analyzed, or with a fifth of their rows changed since",
    refuted_by: "SELECT attname, n_distinct FROM pg_stats WHERE schemaname = 'schema' AND tablename = 'table'",
    reads: &[Family::Counts, Family::RowWidths],
    severity_max: Severity::Info,
    judge,
    ..Check::PLAIN
};

/// So many rows changed since the last analyze that the planner's row count cannot be built on.
pub(super) fn is_stale(width: &RowWidth) -> bool {
    width.changed_since_analyze as f64 > 0.2 * width.estimated_rows.max(1.0)
}

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    only_on_primary(facts)?;
    let widths = facts.row_widths()?;
    let large = widths.first().map_or(0, |w| w.large_tables);
    let mut judged =
        Judged { noun: "tables", below_floor: facts.count()?.tables.saturating_sub(large), ..Judged::default() };
    let (granted, hidden): (Vec<&RowWidth>, Vec<&RowWidth>) = widths.iter().partition(|w| w.is_granted);
    if !hidden.is_empty() {
        let why = format!("the column statistics of {} large tables are hidden", hidden.len());
        judged.unseen = Some(facts.wants_role("pg_read_all_data", why));
    }
    judged.examined = granted.len();
    judged.findings = granted.into_iter().filter(|w| is_stale(w) || w.pages_needed().is_none()).map(finding).collect();
    Ok(judged)
}

fn finding(width: &RowWidth) -> Finding {
    let name = width.name();
    let of = |measure, value| Evidence::measured("row_widths", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "How much of table {} is empty cannot be estimated: {} of its {} columns have statistics.",
        &[
            &Evidence::name("row_widths", &name),
            &of("columns_known", Value::Count(width.columns_known)),
            &of("columns", Value::Count(width.columns)),
        ],
    );
    if is_stale(width) {
        said.say(
            "Since these were taken {} rows changed.",
            &[&of("changed_since_analyze", Value::Count(width.changed_since_analyze))],
        );
    }
    let sql = format!("ANALYZE {}", qualified(&width.schema_name, &width.table_name));
    Finding {
        check: CHECK.id,
        severity: Severity::Info,
        object_kind: "table",
        object: name,
        said,
        remedy: Remedy::maintenance(
            "Analyze it; a column that never gets statistics (SET STATISTICS 0) stays unknown",
            sql,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn found(width: RowWidth) -> Judged {
        let mut world = FakeWorld::new().with(Family::Counts, &[fake::counts(0, 0)]).with(Family::RowWidths, &[width]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    #[test]
    fn what_the_estimate_leaves_out_is_said() {
        let width = fake::row_width("shop.events");
        assert!(found(width.clone()).findings.is_empty());
        let unknown = found(RowWidth { columns_known: 3, ..width.clone() }).findings;
        assert_eq!(unknown[0].remedy.sql.as_deref(), Some("ANALYZE shop.events"));
        assert_eq!(
            found(RowWidth { changed_since_analyze: 300_000, ..width.clone() }).findings[0].said.sentences.len(),
            2
        );
        let hidden = found(RowWidth { is_granted: false, columns_known: 0, ..width });
        assert!(hidden.findings.is_empty() && hidden.unseen.is_some());
    }
}
