//! Tables partitioned by range of a date or time, and where their last partition ends.

use crate::world::Micros;
use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/range_ends.sql");

/// One row of `sql/read/range_ends.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RangeEnd {
    pub schema_name: String,
    pub table_name: String,
    pub has_default: bool,
    /// Rows from then on have no partition; a timestamp without time zone is taken for UTC.
    pub ends_at: Micros,
    /// How long the last partition is.
    pub width_seconds: f64,
}

impl RangeEnd {
    /// `schema.table`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }
}
