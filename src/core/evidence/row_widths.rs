//! Large tables, and what a row of them takes by the column statistics.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/row_widths.sql");

/// One row of `sql/read/row_widths.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowWidth {
    pub schema_name: String,
    pub table_name: String,
    /// The planner's; -1 when never vacuumed nor analyzed.
    pub estimated_rows: f64,
    pub pages: i64,
    pub block_size_bytes: i64,
    pub fill_percent: i32,
    /// The role may read the table, and so its statistics.
    pub is_granted: bool,
    pub columns: i64,
    /// Columns with statistics the role may see.
    pub columns_known: i64,
    /// Data of an average row, with what alignment may cost at most; none without statistics.
    pub row_bytes: Option<f64>,
    pub has_nulls: bool,
    pub changed_since_analyze: i64,
    /// How many tables are as large as those read.
    pub large_tables: usize,
}

/// Page header, row header and line pointer (bufpage.h, htup_details.h).
const PAGE_HEADER_BYTES: f64 = 24.0;
const ROW_HEADER_BYTES: f64 = 24.0;
const LINE_POINTER_BYTES: f64 = 4.0;

impl RowWidth {
    /// `schema.table`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }

    pub fn bytes(&self) -> i64 {
        self.pages * self.block_size_bytes
    }

    /// Pages its rows would fill, written anew. None when its rows or columns were never analyzed.
    pub fn pages_needed(&self) -> Option<f64> {
        let data = self.row_bytes.filter(|_| self.columns_known == self.columns && self.estimated_rows >= 0.0)?;
        let null_bits = if self.has_nulls { (self.columns as f64 / 8.0).ceil() } else { 0.0 };
        let aligned = |bytes: f64| (bytes / 8.0).ceil() * 8.0;
        let row = aligned(ROW_HEADER_BYTES - 1.0 + null_bits) + aligned(data) + LINE_POINTER_BYTES;
        let page = (self.block_size_bytes as f64 - PAGE_HEADER_BYTES) * f64::from(self.fill_percent) / 100.0;
        let rows_per_page = (page / row).floor().max(1.0);
        Some((self.estimated_rows / rows_per_page).ceil())
    }
}
