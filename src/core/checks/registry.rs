//! The one list of checks.

use super::Check;
use crate::evidence::Family;

/// Every check, in the order reports show their groups.
pub static ALL: &[&Check] = &[
    &super::durability_off::CHECK,
    &super::corruption_switches::CHECK,
    &super::planner_toggles_off::CHECK,
    &super::pending_restart::CHECK,
    &super::connection_saturation::CHECK,
    &super::blocked_sessions::CHECK,
    &super::idle_in_transaction::CHECK,
    &super::orphan_prepared_transaction::CHECK,
    &super::long_running_statement::CHECK,
    &super::statements_not_tracked::CHECK,
    &super::db_xid_age::CHECK,
    &super::xmin_horizon_holder::CHECK,
    &super::autovacuum_disabled::CHECK,
    &super::autovacuum_off_on_table::CHECK,
    &super::autovacuum_overdue::CHECK,
    &super::dead_tuple_ratio::CHECK,
    &super::table_bloat::CHECK,
    &super::bloat_unknowable::CHECK,
    &super::stale_statistics::CHECK,
    &super::never_analyzed::CHECK,
    &super::partitioned_table_unanalyzed::CHECK,
    &super::invalid_index::CHECK,
    &super::duplicate_index::CHECK,
    &super::redundant_prefix_index::CHECK,
    &super::unused_index::CHECK,
    &super::fk_without_index::CHECK,
    &super::constraint_not_validated::CHECK,
    &super::sequence_exhaustion::CHECK,
    &super::table_cache_hit::CHECK,
    &super::archive_failing::CHECK,
    &super::forced_checkpoints::CHECK,
    &super::standby_lag::CHECK,
    &super::standby_delay::CHECK,
    &super::inactive_slot::CHECK,
    &super::slot_retained_wal::CHECK,
    &super::unbounded_slot_wal::CHECK,
    &super::superuser_sprawl::CHECK,
    &super::powerful_role_members::CHECK,
    &super::public_schema_create::CHECK,
    &super::definer_without_search_path::CHECK,
    &super::weak_password_encryption::CHECK,
    &super::extension_outdated::CHECK,
    &super::audit_writable::CHECK,
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
