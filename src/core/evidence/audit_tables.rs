//! The tables of this extension's own audit, and what keeps them append-only.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/audit_tables.sql");

/// One row of `sql/read/audit_tables.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditTable {
    pub table_name: String,
    /// Holds entries or texts of the chain.
    pub is_append_only: bool,
    /// Roles besides the owner that may change it.
    pub writers: Vec<String>,
    /// Triggers that always fire.
    pub guards: i64,
    /// Triggers that are off, or do not fire in every session.
    pub silent_triggers: Vec<String>,
}
