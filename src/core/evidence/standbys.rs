//! Servers and programs that receive WAL from this one, and how far behind they are.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/standbys.sql");

/// One row of `sql/read/standbys.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standby {
    pub pid: i32,
    pub user_name: Option<String>,
    pub application_name: Option<String>,
    /// `streaming`, `catchup`, `backup`; none when not visible.
    pub state: Option<String>,
    /// `async`, `sync`, `quorum`, `potential`.
    pub sync_state: Option<String>,
    pub xmin_age: Option<i64>,
    /// From the end of this server's WAL to what the standby has replayed.
    pub lag_bytes: Option<i64>,
    /// As the standby reported it last; none when it has caught up and been idle.
    pub replay_lag_seconds: Option<f64>,
    pub is_visible: bool,
}

impl Standby {
    /// By the name it gave itself, as people and evidence name it.
    pub fn name(&self) -> String {
        match self.application_name.as_deref() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => format!("pid {}", self.pid),
        }
    }
}
