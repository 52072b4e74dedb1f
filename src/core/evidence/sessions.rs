//! Every process of the server, without the text of what it runs.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/sessions.sql");

/// One row of `sql/read/sessions.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub pid: i32,
    /// None for the server's own processes.
    pub user_name: Option<String>,
    pub database_name: Option<String>,
    pub application_name: Option<String>,
    /// `client backend`, `autovacuum worker`; none when not visible.
    pub backend_type: Option<String>,
    /// For a parallel worker, the session it works for.
    pub leader_pid: Option<i32>,
    /// `active`, `idle in transaction`; none when not visible.
    pub state: Option<String>,
    pub wait_event_type: Option<String>,
    pub wait_event: Option<String>,
    pub query_id: Option<i64>,
    pub connected_seconds: Option<f64>,
    pub transaction_seconds: Option<f64>,
    pub query_seconds: Option<f64>,
    /// Since the state last changed.
    pub state_seconds: Option<f64>,
    /// Set when the transaction has written.
    pub xid_age: Option<i64>,
    /// Set when the session holds back the clean-up of dead rows.
    pub xmin_age: Option<i64>,
    /// From another machine; none over a Unix socket and where it is not visible.
    pub is_remote: Option<bool>,
    /// By TLS or GSSAPI.
    pub is_encrypted: bool,
    /// The session that asks.
    pub is_own: bool,
    /// Whether the role may see what this session does.
    pub is_visible: bool,
}

impl Session {
    /// `pid 4711`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("pid {}", self.pid)
    }

    pub fn is_client(&self) -> bool {
        self.backend_type.as_deref() == Some("client backend")
    }

    /// In a transaction and waiting for its client, aborted transactions included.
    pub fn is_idle_in_transaction(&self) -> bool {
        self.state.as_deref().is_some_and(|s| s.starts_with("idle in transaction"))
    }
}
