//! Users' tables with their columns, who may read them, and what hides or shows them.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/table_columns.sql");

/// One row of `sql/read/table_columns.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableColumns {
    pub schema_name: String,
    pub table_name: String,
    pub kind: char,
    /// None before the first VACUUM or ANALYZE.
    pub row_estimate: Option<i64>,
    pub has_row_security: bool,
    pub owner_name: String,
    /// Whether every role may use the schema.
    pub is_open_to_public: bool,
    /// Who was granted SELECT on the whole table, besides the owner.
    pub readers: Vec<String>,
    pub columns: Vec<TableColumn>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    pub column_name: String,
    pub type_name: String,
    /// The type below a domain.
    pub base_type: String,
    pub comment: Option<String>,
    /// Who was granted SELECT on this column alone.
    pub readers: Vec<String>,
    /// The rule of the extension anon.
    pub mask: Option<String>,
    /// How many views read it.
    pub views: i64,
}
