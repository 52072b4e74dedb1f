//! Primary keys, unique, exclusion and foreign key constraints of users' tables.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/constraints.sql");

/// One row of `sql/read/constraints.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constraint {
    pub oid: i64,
    pub constraint_name: String,
    /// `p` primary key, `u` unique, `x` exclusion, `f` foreign key.
    pub kind: char,
    pub is_validated: bool,
    pub is_deferrable: bool,
    /// Copied from a partitioned table's constraint.
    pub is_inherited: bool,
    pub schema_name: String,
    pub table_name: String,
    pub table_oid: i64,
    /// The index behind it; for a foreign key, the referenced table's.
    pub index_oid: Option<i64>,
    /// Numbers of the table's columns; names by [`super::tables::Table::column`].
    pub column_numbers: Vec<i16>,
    pub referenced_schema_name: Option<String>,
    pub referenced_table_name: Option<String>,
    pub referenced_table_oid: Option<i64>,
    pub referenced_column_numbers: Option<Vec<i16>>,
    /// `a` no action, `r` restrict, `c` cascade, `n` set null, `d` set default.
    pub on_delete: Option<char>,
    pub on_update: Option<char>,
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
