//! Tables, partitioned tables and materialized views of users.

use crate::world::Micros;
use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/tables.sql");

/// One row of `sql/read/tables.sql`. Counters run since [`super::server::Server::counters_since`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub oid: i64,
    pub schema_name: String,
    pub table_name: String,
    /// `r` table, `p` partitioned table, `m` materialized view.
    pub kind: char,
    /// `p` permanent, `u` unlogged.
    pub persistence: char,
    pub is_partition: bool,
    /// The planner's row estimate; none when never vacuumed nor analyzed.
    pub estimated_rows: Option<f64>,
    /// Pages as of the last vacuum or analyze, times the block size; without TOAST and indexes.
    pub estimated_bytes: i64,
    pub live_rows: i64,
    pub dead_rows: i64,
    pub changed_since_analyze: i64,
    pub deleted_rows: i64,
    /// A query has read it since the counters began, on this node.
    pub was_read: bool,
    pub vacuumed_at: Option<Micros>,
    pub analyzed_at: Option<Micros>,
    pub xid_age: Option<i64>,
    pub has_primary_key: bool,
    /// False for a materialized view that cannot be read before a REFRESH.
    pub is_populated: bool,
    /// `autovacuum_enabled=false`, `fillfactor=90`.
    pub options: Option<Vec<String>>,
}

impl Table {
    /// `schema.table`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }

    /// A storage option set on the table itself.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().flatten().find_map(|o| o.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether autovacuum was switched off for this table by hand.
    pub fn autovacuum_is_off(&self) -> bool {
        // the server accepts any unambiguous prefix of these words
        self.option("autovacuum_enabled").is_some_and(|v| {
            let v = v.to_ascii_lowercase();
            v == "0" || v == "of" || v == "off" || (!v.is_empty() && ("false".starts_with(&v) || "no".starts_with(&v)))
        })
    }
}
