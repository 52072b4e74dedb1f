//! What is judged: one file per check, one line each in `registry.rs`.

mod archive_backlog;
mod archive_failing;
mod archiving_off;
mod audit_logging_absent;
mod audit_writable;
mod autovacuum_disabled;
mod autovacuum_off_on_table;
mod autovacuum_overdue;
mod bloat_unknowable;
mod blocked_sessions;
mod btree_bloat;
mod catalogue;
mod checksum_failures;
mod checksums_off;
mod collation_broken_index;
mod config_file_errors;
mod connection_saturation;
mod constraint_not_validated;
mod corruption_switches;
mod crash_restart;
mod db_xid_age;
mod ddl_queue_jam;
mod dead_tuple_ratio;
mod deadlocks;
mod default_partition_rows;
mod definer_executable_by_public;
mod definer_without_search_path;
mod definition;
mod disabled_triggers;
mod duplicate_foreign_key;
mod duplicate_index;
mod durability_off;
mod extension_outdated;
mod finding;
mod fk_narrower_than_pk;
mod fk_without_index;
mod forced_checkpoints;
mod future_partition_missing;
pub mod gauge;
pub mod groups;
mod hba_error;
mod hba_too_broad;
mod hba_trust_or_password;
mod idle_in_transaction;
mod inactive_slot;
mod index_cache_hit;
mod invalid_index;
pub mod judge;
mod kept;
pub mod limits;
mod logical_apply_errors;
mod long_running_statement;
mod long_transaction;
mod major_eol;
pub mod manual;
mod matview_unpopulated;
mod md5_hashes;
mod mxid_age;
mod never_analyzed;
mod no_primary_key;
#[cfg(test)]
mod on_facts;
mod orphan_prepared_transaction;
pub mod own;
mod own_roles_changed;
mod partitioned_table_unanalyzed;
mod pending_restart;
mod plain;
mod plaintext_remote_sessions;
mod planner_toggles_off;
mod powerful_role_members;
mod public_grants;
mod public_schema_create;
mod published_without_identity;
mod quiet_log;
mod redundant_prefix_index;
pub mod registry;
mod remedy;
mod remote_superuser_allowed;
mod risky_extensions;
mod rls_policy_but_off;
mod rls_without_policy;
mod role_or_database_limit_near;
mod rollback_ratio;
mod scale_factor_large_table;
mod secret_in_settings;
mod seqscan_heavy_table;
mod sequence_exhaustion;
mod server_file_functions_granted;
mod setting_remedy;
mod shared_buffers_default;
mod slot_losing;
mod slot_retained_wal;
mod stale_statistics;
mod standby_delay;
mod standby_lag;
mod statements_not_tracked;
mod strong_attributes;
mod subscription_worker_down;
mod superuser_sprawl;
mod sync_standby_absent;
mod table_bloat;
mod table_cache_hit;
mod table_xid_age;
mod temp_spill;
mod timeouts_missing;
mod tls_off_or_weak;
mod unbounded_slot_wal;
mod unlogged_table;
mod unused_index;
mod vacuum_trigger;
mod view_bypasses_rls;
mod wal_outgrown;
mod weak_password_encryption;
mod window;
mod xmin_horizon_holder;

pub use judge::run;

use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Nature, Reason, Unread};
use crate::sentence::Dossier;
use crate::value::Value;
use gauge::Gauge;
use limits::Limits;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    /// From the word it is written with everywhere: `info` to `critical`.
    pub fn parse(word: &str) -> Option<Severity> {
        serde_json::from_value(word.into()).ok()
    }
}

/// How far back a remedy can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RemedyClass {
    /// Nothing is changed that would have to be taken back: advice, or maintenance such as VACUUM.
    None,
    ReversibleExactly,
    /// Taking it back restores the object, not its counters, statistics or place on disk.
    ReversibleInStructure,
    /// Never gets runnable SQL.
    Irreversible,
}

/// What to do about a finding and how to undo it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remedy {
    pub class: RemedyClass,
    /// In words, for a person.
    pub advice: String,
    /// Exactly one statement, or none.
    pub sql: Option<String>,
    /// Exactly one statement that undoes `sql`, or none.
    pub revert_sql: Option<String>,
}

/// One number a check compares with; documentation and settings table are made from these.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Threshold {
    pub name: &'static str,
    pub value: f64,
    /// `percent`, `seconds`, `rows`, `bytes`, `days`, `transactions`, `sessions`.
    pub unit: &'static str,
    /// Where the number comes from: manual page, source file, tools that use it.
    pub source: &'static str,
}

/// A check: everything a person may ask about it, and the judging itself.
pub struct Check {
    /// Stable id of the catalogue, e.g. `CON01`.
    pub id: &'static str,
    /// The problem by name, never the advice: `connection_saturation`.
    pub name: &'static str,
    /// Group of the catalogue, e.g. `CON`.
    pub group: &'static str,
    /// One sentence: what is looked for.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How it is measured, and what the numbers cannot show.
    pub how: &'static str,
    /// The query or observation that would refute a finding.
    pub refuted_by: &'static str,
    pub reads: &'static [Family],
    /// Rights beyond CONNECT it needs to see everything, as a GRANT, or "".
    pub needs: &'static str,
    pub min_major: u32,
    pub max_major: Option<u32>,
    pub nature: Nature,
    pub severity_max: Severity,
    pub remedy_class: RemedyClass,
    pub thresholds: &'static [Threshold],
    /// Why no server was made sick for it, or "": then `tests/sick/<name>.sql` did.
    pub untried: &'static str,
    /// The number by which a finding gets worse or better while it stays one.
    pub gauge: Option<Gauge>,
    pub judge: fn(&Facts, &Limits) -> Result<Judged, Unread>,
}

/// What judging gives when it could look. Empty `findings` and something examined is "ok".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Noun of what was examined, plural: `indexes`.
    pub noun: &'static str,
    pub examined: usize,
    /// How many of these were below the size floor and not judged.
    pub below_floor: usize,
    /// Said in the report: how long the counters behind this judgement have been running.
    pub window: Option<String>,
    pub findings: Vec<Finding>,
    /// Set when a part could not be looked at: then nothing found is not "ok".
    pub unseen: Option<Unread>,
    /// Set when there is nothing of the kind here at all, with the reason.
    pub not_applicable: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub check: &'static str,
    pub severity: Severity,
    /// Kind and name of the object: `index`, `shop.orders_pkey`. One finding, one fingerprint: check id and name.
    pub object_kind: &'static str,
    pub object: String,
    /// What was seen: sentences and their evidence.
    pub said: Dossier,
    pub remedy: Remedy,
}

/// One of the five outcomes of a check.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Ok(Judged),
    Finding(Judged),
    Skipped(Unread),
    NotApplicable(String),
    Error(String),
}
