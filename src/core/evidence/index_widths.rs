//! Large btree indexes, and what an entry of them takes by the column statistics.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/index_widths.sql");

/// One row of `sql/read/index_widths.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexWidth {
    pub schema_name: String,
    pub index_name: String,
    pub table_name: String,
    /// As of the last vacuum, analyze or build.
    pub estimated_entries: f64,
    pub pages: i64,
    pub block_size_bytes: i64,
    pub fill_percent: i32,
    /// The role may read the table, and so its statistics.
    pub is_granted: bool,
    pub columns: i64,
    /// Columns with statistics the role may see.
    pub columns_known: i64,
    /// Data of an average entry, with what alignment may cost at most; none without statistics.
    pub entry_bytes: Option<f64>,
    pub has_nulls: bool,
    /// Of its table.
    pub changed_since_analyze: i64,
    /// How many btree indexes are as large as those read.
    pub large_indexes: usize,
}

/// Page header with btree's own data at the end, entry header, line pointer (bufpage.h, nbtree.h, itup.h).
const PAGE_HEADER_BYTES: f64 = 24.0 + 16.0;
const ENTRY_HEADER_BYTES: f64 = 8.0;
const NULL_BITS_BYTES: f64 = 8.0;
const LINE_POINTER_BYTES: f64 = 4.0;

impl IndexWidth {
    /// `schema.index`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.index_name)
    }

    pub fn bytes(&self) -> i64 {
        self.pages * self.block_size_bytes
    }

    /// Pages its entries would fill, built anew, without what deduplication spares: at most these. None when its rows or
    /// columns were never analyzed.
    pub fn pages_needed(&self) -> Option<f64> {
        let data = self.entry_bytes.filter(|_| self.columns_known == self.columns && self.estimated_entries >= 0.0)?;
        let header = ENTRY_HEADER_BYTES + if self.has_nulls { NULL_BITS_BYTES } else { 0.0 };
        let entry = header + (data / 8.0).ceil() * 8.0 + LINE_POINTER_BYTES;
        let page = self.block_size_bytes as f64 - PAGE_HEADER_BYTES;
        let leaves =
            (self.estimated_entries / (page * f64::from(self.fill_percent) / 100.0 / entry).floor().max(1.0)).ceil();
        // the pages above hold an entry for each page below
        let fan_out = (page / entry).floor().max(2.0);
        Some(leaves + (leaves / (fan_out - 1.0)).ceil() + 1.0)
    }
}
