//! The tables that take most.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/largest.sql");

/// One row of `sql/read/largest.sql`, the largest first. Estimated from the pages counted by vacuums and analyzes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Largest {
    pub schema_name: String,
    pub table_name: String,
    pub estimated_bytes: i64,
    pub toast_estimated_bytes: Option<i64>,
    pub index_estimated_bytes: i64,
}

impl Largest {
    /// `schema.table`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }

    /// With its indexes and long values.
    pub fn total_bytes(&self) -> i64 {
        self.estimated_bytes + self.toast_estimated_bytes.unwrap_or(0) + self.index_estimated_bytes
    }
}
