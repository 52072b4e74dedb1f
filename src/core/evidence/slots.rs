//! Replication slots: whether someone reads from them, and how much WAL and which old rows they keep.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/slots.sql");

/// One row of `sql/read/slots.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    pub slot_name: String,
    /// `physical`, `logical`.
    pub slot_type: String,
    pub plugin: Option<String>,
    /// Of a logical slot.
    pub database_name: Option<String>,
    pub is_temporary: bool,
    pub is_active: bool,
    /// `reserved`, `extended`, `unreserved`, `lost`; none when it keeps no WAL yet.
    pub wal_status: Option<String>,
    /// What may still be written before the slot is at risk; none without max_slot_wal_keep_size.
    pub safe_wal_bytes: Option<i64>,
    /// WAL from what the slot still needs to the end.
    pub retained_bytes: Option<i64>,
    /// How old the rows are that it keeps from being cleaned up.
    pub xmin_age: Option<i64>,
    /// From 17 on.
    pub inactive_seconds: Option<f64>,
}
