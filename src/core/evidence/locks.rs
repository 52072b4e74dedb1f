//! Who waits for a lock, for how long, and who stands in the way.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/locks.sql");

/// One row of `sql/read/locks.sql`: one waiting process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LockWait {
    pub pid: i32,
    /// Pids, 0 for a prepared transaction; empty when the wait ended while being read.
    pub blocked_by: Vec<i32>,
    /// `relation`, `transactionid`, `tuple`.
    pub lock_type: String,
    /// `AccessExclusiveLock`.
    pub mode: String,
    pub waiting_seconds: Option<f64>,
    /// The relation waited for, when it lies in this database.
    pub schema_name: Option<String>,
    pub relation_name: Option<String>,
}

impl LockWait {
    /// `schema.relation` waited for, when it is known.
    pub fn relation(&self) -> Option<String> {
        Some(format!("{}.{}", self.schema_name.as_deref()?, self.relation_name.as_deref()?))
    }
}
