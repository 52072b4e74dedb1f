//! Default partitions, which take the rows that no other partition takes.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/default_partitions.sql");

/// One row of `sql/read/default_partitions.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DefaultPartition {
    pub schema_name: String,
    pub table_name: String,
    pub parent_schema_name: String,
    pub parent_name: String,
    /// By the counters or by the last analyze, whichever is more.
    pub estimated_rows: i64,
}

impl DefaultPartition {
    /// `schema.table`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }
}
