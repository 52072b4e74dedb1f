//! How many relations of users there are. What is read of each is in other families, where only those that matter are
//! read.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/counts.sql");

/// The one row of `sql/read/counts.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Partitioned tables and materialized views included.
    pub tables: usize,
    pub indexes: usize,
    /// Those of the indexes that take less than 10 MB, by the pages counted last.
    pub small_indexes: usize,
}
