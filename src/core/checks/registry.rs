//! The one list of checks.

use super::Check;
use crate::evidence::Family;

/// Every check, in the order reports show their groups.
pub static ALL: &[&Check] = &[
    &super::durability_off::CHECK,
    &super::corruption_switches::CHECK,
    &super::planner_toggles_off::CHECK,
    &super::pending_restart::CHECK,
    &super::shared_buffers_default::CHECK,
    &super::timeouts_missing::CHECK,
    &super::config_file_errors::CHECK,
    &super::quiet_log::CHECK,
    &super::connection_saturation::CHECK,
    &super::blocked_sessions::CHECK,
    &super::ddl_queue_jam::CHECK,
    &super::long_transaction::CHECK,
    &super::deadlocks::CHECK,
    &super::idle_in_transaction::CHECK,
    &super::orphan_prepared_transaction::CHECK,
    &super::long_running_statement::CHECK,
    &super::statements_not_tracked::CHECK,
    &super::db_xid_age::CHECK,
    &super::table_xid_age::CHECK,
    &super::mxid_age::CHECK,
    &super::xmin_horizon_holder::CHECK,
    &super::autovacuum_disabled::CHECK,
    &super::autovacuum_off_on_table::CHECK,
    &super::autovacuum_overdue::CHECK,
    &super::scale_factor_large_table::CHECK,
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
    &super::seqscan_heavy_table::CHECK,
    &super::collation_broken_index::CHECK,
    &super::fk_without_index::CHECK,
    &super::constraint_not_validated::CHECK,
    &super::fk_narrower_than_pk::CHECK,
    &super::no_primary_key::CHECK,
    &super::disabled_triggers::CHECK,
    &super::unlogged_table::CHECK,
    &super::default_partition_rows::CHECK,
    &super::sequence_exhaustion::CHECK,
    &super::table_cache_hit::CHECK,
    &super::index_cache_hit::CHECK,
    &super::temp_spill::CHECK,
    &super::archive_failing::CHECK,
    &super::archive_backlog::CHECK,
    &super::archiving_off::CHECK,
    &super::wal_outgrown::CHECK,
    &super::forced_checkpoints::CHECK,
    &super::standby_lag::CHECK,
    &super::standby_delay::CHECK,
    &super::inactive_slot::CHECK,
    &super::slot_retained_wal::CHECK,
    &super::unbounded_slot_wal::CHECK,
    &super::slot_losing::CHECK,
    &super::sync_standby_absent::CHECK,
    &super::logical_apply_errors::CHECK,
    &super::subscription_worker_down::CHECK,
    &super::published_without_identity::CHECK,
    &super::superuser_sprawl::CHECK,
    &super::powerful_role_members::CHECK,
    &super::strong_attributes::CHECK,
    &super::public_schema_create::CHECK,
    &super::definer_without_search_path::CHECK,
    &super::definer_executable_by_public::CHECK,
    &super::server_file_functions_granted::CHECK,
    &super::public_grants::CHECK,
    &super::rls_policy_but_off::CHECK,
    &super::view_bypasses_rls::CHECK,
    &super::hba_trust_or_password::CHECK,
    &super::hba_too_broad::CHECK,
    &super::tls_off_or_weak::CHECK,
    &super::plaintext_remote_sessions::CHECK,
    &super::md5_hashes::CHECK,
    &super::risky_extensions::CHECK,
    &super::audit_logging_absent::CHECK,
    &super::weak_password_encryption::CHECK,
    &super::extension_outdated::CHECK,
    &super::major_eol::CHECK,
    &super::checksums_off::CHECK,
    &super::checksum_failures::CHECK,
    &super::crash_restart::CHECK,
    &super::audit_writable::CHECK,
    &super::secret_in_settings::CHECK,
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
