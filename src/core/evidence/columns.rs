//! Names of the columns of users' tables, by table.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/columns.sql");

/// One row of `sql/read/columns.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Columns {
    pub table_oid: i64,
    /// By column number from 1; none where the column was dropped.
    pub column_names: Vec<Option<String>>,
}

impl Columns {
    /// The name of a column by its number.
    pub fn name(&self, number: i16) -> Option<&str> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        self.column_names.get(at)?.as_deref()
    }
}
