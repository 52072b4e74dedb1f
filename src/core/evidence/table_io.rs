//! Tables whose pages are asked for often, and how many of these were in the cache.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/table_io.sql");

/// One row of `sql/read/table_io.sql`. Counters run since [`super::server::Server::counters_since`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableIo {
    pub schema_name: String,
    pub table_name: String,
    pub estimated_bytes: i64,
    /// Pages of the table itself that were asked for.
    pub blocks_fetched: i64,
    /// Those of them found in shared_buffers; the others may have been in the machine's own cache.
    pub blocks_hit: i64,
    /// Of the whole table, from its first page to its last.
    pub scans: i64,
    /// Rows these scans read.
    pub scanned_rows: i64,
}

impl TableIo {
    /// `schema.table`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }
}
