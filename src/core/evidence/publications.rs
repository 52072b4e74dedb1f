//! Publications that send updates or deletes, and their tables in which nothing identifies a row.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/publications.sql");

/// One row of `sql/read/publications.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    pub publication_name: String,
    /// Of the tables without an identity, one by one as `table_names`.
    pub schema_names: Vec<String>,
    pub table_names: Vec<String>,
}
