//! Sequences and how far they have come.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/sequences.sql");

/// One row of `sql/read/sequences.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    pub oid: i64,
    pub schema_name: String,
    pub sequence_name: String,
    /// `int2`, `int4`, `int8`.
    pub type_name: String,
    pub start_value: i64,
    pub min_value: i64,
    pub max_value: i64,
    pub increment: i64,
    pub cycles: bool,
    /// The role has SELECT on it.
    pub is_granted: bool,
    /// The role has USAGE on its schema.
    pub is_in_reach: bool,
    /// Someone holds ACCESS EXCLUSIVE on it; it was not waited for.
    pub is_locked: bool,
    /// Behind the first 1,000 (smallest limits first), not opened.
    pub is_beyond_cap: bool,
    /// None when never used, or not looked at for one of the reasons above.
    pub last_value: Option<i64>,
    pub owner_schema_name: Option<String>,
    pub owner_table_name: Option<String>,
    pub owner_column_name: Option<String>,
    /// Type of the owning column: `int4` behind an `int8` sequence ends first.
    pub owner_type_name: Option<String>,
}

impl Sequence {
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.sequence_name)
    }

    /// Its last value is known, or known to be none yet.
    pub fn was_looked_at(&self) -> bool {
        self.is_granted && self.is_in_reach && !self.is_locked && !self.is_beyond_cap
    }
}
