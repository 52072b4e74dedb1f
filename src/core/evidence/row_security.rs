//! Tables with row security or with policies for it.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/row_security.sql");

/// One row of `sql/read/row_security.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecuredTable {
    pub schema_name: String,
    pub table_name: String,
    pub is_enabled: bool,
    /// It holds for the owner too.
    pub is_forced: bool,
    pub policies: i64,
}

impl SecuredTable {
    /// `schema.table`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }
}
