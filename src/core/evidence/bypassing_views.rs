//! Views that read a table with row security as an owner to whom its policies do not apply.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/bypassing_views.sql");

/// One row of `sql/read/bypassing_views.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BypassingView {
    pub schema_name: String,
    pub view_name: String,
    pub table_schema_name: String,
    pub table_name: String,
}

impl BypassingView {
    /// `schema.view`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.view_name)
    }
}
