//! What lies in pg_wal, and how many of its files wait to be archived.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/wal_files.sql");

/// The one row of `sql/read/wal_files.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WalFiles {
    pub files: i64,
    pub bytes: i64,
    /// Files that are complete and not archived.
    pub waiting: i64,
}
