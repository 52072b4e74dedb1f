//! All databases of the cluster with their age and counters.

use crate::world::Micros;
use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/databases.sql");

/// One row of `sql/read/databases.sql`. Counters run since `reset_at`, or since the cluster's were emptied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Database {
    pub database_name: String,
    pub is_current: bool,
    pub allows_connections: bool,
    pub is_template: bool,
    /// -1 for none.
    pub connection_limit: i32,
    pub xid_age: i64,
    pub mxid_age: i64,
    /// Processes connected to it, the server's own included.
    pub backends: i64,
    pub commits: i64,
    pub rollbacks: i64,
    pub blocks_hit: i64,
    pub blocks_read: i64,
    pub temp_files: i64,
    pub temp_bytes: i64,
    pub deadlocks: i64,
    /// None where pages have no checksums.
    pub checksum_failures: Option<i64>,
    pub checksum_failed_at: Option<Micros>,
    pub reset_at: Option<Micros>,
    /// Only for the current database: pages as of the last vacuums and analyzes.
    pub estimated_bytes: Option<i64>,
}
