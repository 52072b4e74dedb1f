//! Foreign keys with a column of a narrower integer type than the one it references.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/narrow_keys.sql");

/// One row of `sql/read/narrow_keys.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NarrowKey {
    pub constraint_name: String,
    pub schema_name: String,
    pub table_name: String,
    pub referenced_schema_name: String,
    pub referenced_table_name: String,
    pub column_name: String,
    /// `smallint`, `integer`.
    pub type_name: String,
    pub referenced_column_name: String,
    pub referenced_type_name: String,
}

impl NarrowKey {
    /// `schema.table.constraint`: constraint names are unique per table only.
    pub fn name(&self) -> String {
        format!("{}.{}.{}", self.schema_name, self.table_name, self.constraint_name)
    }
}
