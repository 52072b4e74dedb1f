//! How a standby receives and replays.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/recovery.sql");

/// The one row of `sql/read/recovery.sql`. On a primary the rest is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recovery {
    pub in_recovery: bool,
    /// `streaming`; none without a receiver, or without pg_read_all_stats.
    pub receiver_status: Option<String>,
    /// Received and not replayed yet.
    pub unreplayed_bytes: Option<i64>,
    /// Since the last replayed transaction was committed on the primary.
    pub replayed_seconds_ago: Option<f64>,
    pub is_paused: Option<bool>,
}
