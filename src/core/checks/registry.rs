//! The one list of checks.

use super::Check;
use crate::evidence::Family;

/// Every check, in the order reports show their groups.
pub static ALL: &[&Check] = &[
    &super::durability_off::CHECK,
    &super::connection_saturation::CHECK,
    &super::blocked_sessions::CHECK,
    &super::idle_in_transaction::CHECK,
    &super::db_xid_age::CHECK,
    &super::autovacuum_overdue::CHECK,
    &super::dead_tuple_ratio::CHECK,
    &super::stale_statistics::CHECK,
    &super::never_analyzed::CHECK,
    &super::invalid_index::CHECK,
    &super::duplicate_index::CHECK,
    &super::redundant_prefix_index::CHECK,
    &super::unused_index::CHECK,
    &super::fk_without_index::CHECK,
    &super::sequence_exhaustion::CHECK,
];

/// A check by its id (`CON01`) or name (`connection_saturation`), in any case.
pub fn find(id_or_name: &str) -> Option<&'static Check> {
    let wanted = id_or_name.trim();
    ALL.iter().copied().find(|c| c.id.eq_ignore_ascii_case(wanted) || c.name.eq_ignore_ascii_case(wanted))
}

/// The families these checks read, each once.
pub fn families(checks: &[&Check]) -> Vec<Family> {
    let mut families: Vec<Family> = checks.iter().flat_map(|c| c.reads.iter().copied()).collect();
    families.sort_unstable();
    families.dedup();
    families
}
