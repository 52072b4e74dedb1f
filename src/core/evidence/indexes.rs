//! Indexes on users' tables that something may be wrong with: what they are made of and how often they were used.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/indexes.sql");

/// One row of `sql/read/indexes.sql`. Counters run since [`super::server::Server::counters_since`], on this node only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Index {
    pub oid: i64,
    pub table_oid: i64,
    /// An index lives in its table's schema.
    pub schema_name: String,
    pub index_name: String,
    pub table_name: String,
    /// `btree`, `gin`, `hnsw`.
    pub access_method: String,
    /// `i` index, `I` partitioned index.
    pub kind: char,
    pub is_partition: bool,
    pub is_unique: bool,
    pub nulls_not_distinct: bool,
    pub is_primary: bool,
    pub is_exclusion: bool,
    pub is_immediate: bool,
    pub is_replica_identity: bool,
    pub is_valid: bool,
    pub is_ready: bool,
    pub is_live: bool,
    /// A CREATE INDEX or REINDEX works on it, or (seen without pg_read_all_stats) may do so.
    pub is_being_built: bool,
    /// A primary key, unique or exclusion constraint of its table is kept by it.
    pub backs_constraint: bool,
    /// How many of the columns are keys; the rest is INCLUDE.
    pub key_columns: usize,
    /// Numbers of the table's columns, 0 for an expression.
    pub column_numbers: Vec<i16>,
    /// Names of the columns among these, expressions left out.
    pub column_names: Option<Vec<Option<String>>>,
    /// One per key column, as are `collations` and `options`.
    pub operator_classes: Vec<i64>,
    pub collations: Vec<i64>,
    /// Bit 1: descending, bit 2: nulls first.
    pub options: Vec<i16>,
    /// Equal for equal expressions; none without.
    pub expressions_md5: Option<String>,
    /// Equal for equal WHERE clauses; none without.
    pub predicate_md5: Option<String>,
    /// Storage parameters or a tablespace of its own, which a definition made of columns alone would lose.
    pub has_storage_options: bool,
    pub estimated_bytes: i64,
    pub scans: i64,
}

impl Index {
    /// `schema.index`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.index_name)
    }

    /// `schema.table` of the table it belongs to.
    pub fn table(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }

    /// Attribute numbers of the key columns, in order.
    pub fn key_numbers(&self) -> &[i16] {
        self.column_numbers.get(..self.key_columns).unwrap_or(&self.column_numbers)
    }

    /// Usable by every query that could use it: complete, and not for some of the rows only.
    pub fn is_whole(&self) -> bool {
        self.is_valid && self.is_ready && self.is_live && self.predicate_md5.is_none()
    }
}
