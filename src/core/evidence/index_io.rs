//! Indexes whose pages are asked for often, and how many of these were in the cache.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/index_io.sql");

/// One row of `sql/read/index_io.sql`. Counters run since [`super::server::Server::counters_since`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexIo {
    pub schema_name: String,
    pub index_name: String,
    pub estimated_bytes: i64,
    pub blocks_fetched: i64,
    /// Those found in shared_buffers; the others may have been in the machine's own cache.
    pub blocks_hit: i64,
}

impl IndexIo {
    /// `schema.index`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.index_name)
    }
}
