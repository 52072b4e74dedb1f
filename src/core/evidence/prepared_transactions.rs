//! Transactions prepared for a two-phase commit, of all databases.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/prepared_transactions.sql");

/// One row of `sql/read/prepared_transactions.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PreparedTransaction {
    /// The name its application gave it.
    pub gid: String,
    pub owner_name: Option<String>,
    pub database_name: Option<String>,
    pub prepared_seconds: f64,
    pub xid_age: i64,
}
