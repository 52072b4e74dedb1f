//! # invalid_index
//!
//! What a failed CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY leaves behind: every write still pays for it, no
//! query uses it. Any is a finding. An index being built right now is invalid too, and left out.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::indexes::Index;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;

pub(crate) static CHECK: Check = Check {
    id: "IDX01",
    name: "invalid_index",
    group: "IDX",
    what: "indexes left unfinished by a build that failed",
    why: "writes keep them up to date, no query can use them, and the one that was wanted is missing",
    how: "indisvalid and indisready of pg_index, less those being built now (without pg_read_all_stats: less those \
          whose table is under maintenance)",
    refuted_by: "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid OR NOT indisready",
    reads: &[Family::Counts, Family::Indexes],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleInStructure,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let indexes = facts.indexes()?;
    let unfinished = |i: &&Index| (!i.is_valid || !i.is_ready) && !i.is_being_built;
    Ok(Judged {
        noun: "indexes",
        examined: facts.count()?.indexes,
        findings: indexes.iter().filter(unfinished).map(finding).collect(),
        ..Judged::default()
    })
}

fn finding(index: &Index) -> Finding {
    let (name, table) = (index.name(), index.table());
    let mut said = Dossier::default();
    said.say(
        "Index {} on {} is not valid: writes maintain it and no query can use it.",
        &[&Evidence::name("indexes", &name), &Evidence::name("indexes", &table)],
    );
    Finding {
        check: CHECK.id,
        severity: Severity::High,
        object_kind: "index",
        object: name,
        said,
        remedy: remedy(index),
    }
}

/// A leftover of REINDEX CONCURRENTLY goes; anything else is what someone wanted, and is built again in place.
fn remedy(index: &Index) -> Remedy {
    if index.kind == 'I' || index.is_partition {
        return Remedy::advice(
            "An index of a partitioned table is valid once every partition has its valid counterpart attached: find \
             the partition that lacks it",
        );
    }
    let name = qualified(&index.schema_name, &index.index_name);
    let trimmed = index.index_name.trim_end_matches(|c: char| c.is_ascii_digit());
    if trimmed.ends_with("_ccnew") || trimmed.ends_with("_ccold") {
        return Remedy::in_structure(
            "A leftover of a REINDEX CONCURRENTLY that failed: the index it was to replace still serves",
            format!("DROP INDEX CONCURRENTLY {name}"),
            None,
        );
    }
    Remedy::maintenance(
        "Build it again in place. If it is unique and fails again, the table holds duplicates: remove these first",
        format!("REINDEX INDEX CONCURRENTLY {name}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn judged(index: Index) -> Judged {
        let mut world = FakeWorld::new().with(Family::Counts, &[fake::counts(1, 0)]).with(Family::Indexes, &[index]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    fn invalid(name: &str) -> Index {
        Index { is_valid: false, ..fake::index(name) }
    }

    #[test]
    fn an_unfinished_index_is_named_and_one_in_the_making_is_not() {
        assert!(judged(fake::index("shop.i")).findings.is_empty());
        assert!(judged(Index { is_being_built: true, ..invalid("shop.i") }).findings.is_empty());
        let findings = judged(invalid("shop.i")).findings;
        assert_eq!(
            findings[0].said.sentences[0].text,
            "Index \"shop.i\" on \"shop.orders\" is not valid: writes maintain it and no query can use it."
        );
        assert_eq!(findings[0].remedy.sql.as_deref(), Some("REINDEX INDEX CONCURRENTLY shop.i"));
        assert_eq!(judged(Index { is_ready: false, ..fake::index("shop.i") }).findings.len(), 1);
    }

    #[test]
    fn a_leftover_of_reindex_is_dropped() {
        let remedy = remedy(&invalid("shop.i_ccnew1"));
        assert_eq!(remedy.sql.as_deref(), Some("DROP INDEX CONCURRENTLY shop.i_ccnew1"));
        assert_eq!(super::remedy(&Index { kind: 'I', ..invalid("shop.i") }).sql, None);
    }
}
