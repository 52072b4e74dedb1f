//! What is judged: one file per check, one line each in `registry.rs`.

mod archive_failing;
mod audit_writable;
mod autovacuum_disabled;
mod autovacuum_off_on_table;
mod autovacuum_overdue;
mod bloat_unknowable;
mod blocked_sessions;
mod connection_saturation;
mod constraint_not_validated;
mod corruption_switches;
mod db_xid_age;
mod dead_tuple_ratio;
mod definer_without_search_path;
mod definition;
mod duplicate_index;
mod durability_off;
mod extension_outdated;
mod finding;
mod fk_without_index;
mod forced_checkpoints;
mod idle_in_transaction;
mod inactive_slot;
mod invalid_index;
pub mod judge;
mod kept;
pub mod limits;
mod long_running_statement;
pub mod manual;
mod never_analyzed;
mod orphan_prepared_transaction;
mod partitioned_table_unanalyzed;
mod pending_restart;
mod planner_toggles_off;
mod powerful_role_members;
mod public_schema_create;
mod redundant_prefix_index;
pub mod registry;
mod remedy;
mod sequence_exhaustion;
mod setting_remedy;
mod slot_retained_wal;
mod stale_statistics;
mod standby_delay;
mod standby_lag;
mod statements_not_tracked;
mod superuser_sprawl;
mod table_bloat;
mod table_cache_hit;
mod unbounded_slot_wal;
mod unused_index;
mod weak_password_encryption;
mod window;
mod xmin_horizon_holder;

pub use judge::run;

use crate::evidence::facts::Facts;
use crate::evidence::{Family, Nature, Unread};
use crate::sentence::Dossier;
use limits::Limits;
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
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
    pub compliance: &'static [&'static str],
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
