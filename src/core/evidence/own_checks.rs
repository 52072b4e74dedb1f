//! Checks that a DBA has added as SQL.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/own_checks.sql");

/// One row of `sql/read/own_checks.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnCheck {
    pub id: String,
    pub sql: String,
    /// Of a row that names none.
    pub severity: String,
    pub reason: String,
    pub author: String,
}
