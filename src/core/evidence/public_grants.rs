//! Relations on which every role has rights.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/public_grants.sql");

/// One row of `sql/read/public_grants.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicGrant {
    pub schema_name: String,
    pub relation_name: String,
    /// `r` table, `p` partitioned table, `v` view, `m` materialized view, `f` foreign table.
    pub kind: char,
    /// `SELECT`, `INSERT`.
    pub privileges: Vec<String>,
}

impl PublicGrant {
    /// `schema.relation`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.relation_name)
    }
}
