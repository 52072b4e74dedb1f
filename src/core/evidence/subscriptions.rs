//! Subscriptions of this database.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/subscriptions.sql");

/// One row of `sql/read/subscriptions.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subscription {
    pub subscription_name: String,
    pub is_enabled: bool,
    /// A process applies what comes, at this moment.
    pub has_worker: bool,
    /// Since its counters began.
    pub apply_errors: i64,
    pub sync_errors: i64,
}
