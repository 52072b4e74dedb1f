//! Thresholds that a DBA has set to another value.

use crate::world::Micros;
use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/overrides.sql");

/// One row of `sql/read/overrides.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Override {
    pub check_id: String,
    pub threshold: String,
    /// In the threshold's unit.
    pub value: f64,
    pub reason: String,
    pub author: String,
    pub at: Micros,
}
