//! Findings that are not to be reported for a while.

use crate::world::Micros;
use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/suppressions.sql");

/// One row of `sql/read/suppressions.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suppression {
    pub fingerprint: String,
    pub reason: String,
    pub author: String,
    /// From here on the finding is reported again.
    pub until: Micros,
}
