//! Foreign keys of users' tables, and constraints that were never validated.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/constraints.sql");

/// One row of `sql/read/constraints.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constraint {
    pub constraint_name: String,
    /// `f` foreign key, `c` check.
    pub kind: char,
    pub is_validated: bool,
    /// Copied from a partitioned table's constraint.
    pub is_inherited: bool,
    pub schema_name: String,
    pub table_name: String,
    pub table_oid: i64,
    /// For a foreign key, the index of the referenced table it rests on.
    pub index_oid: Option<i64>,
    /// Numbers of the table's columns; none for a check of no column.
    pub column_numbers: Option<Vec<i16>>,
    pub referenced_schema_name: Option<String>,
    pub referenced_table_name: Option<String>,
    pub referenced_table_oid: Option<i64>,
    /// A whole index has all columns of the foreign key in front, in any order: deleting a referenced row can look for
    /// the rows that reference it.
    pub is_indexed: bool,
    /// Of a foreign key without such an index: its columns, and the indexes its table has.
    pub column_names: Option<Vec<String>>,
    pub index_names: Option<Vec<String>>,
}

impl Constraint {
    /// `schema.table.constraint`: constraint names are unique per table only.
    pub fn name(&self) -> String {
        format!("{}.{}.{}", self.schema_name, self.table_name, self.constraint_name)
    }

    pub fn table(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }

    pub fn is_foreign_key(&self) -> bool {
        self.kind == 'f'
    }
}
