//! Collations in use, and whether the library still sorts as it did when they were made.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/collations.sql");

/// One row of `sql/read/collations.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collation {
    /// `database` for its default collation, else `collation`.
    pub kind: String,
    pub schema_name: Option<String>,
    pub collation_name: String,
    pub recorded_version: String,
    /// None where the library cannot say.
    pub actual_version: Option<String>,
}

impl Collation {
    /// `schema.collation`, or the database's name for its default.
    pub fn name(&self) -> String {
        match &self.schema_name {
            Some(schema) => format!("{schema}.{}", self.collation_name),
            None => self.collation_name.clone(),
        }
    }
}
