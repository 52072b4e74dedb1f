//! Roles that are not the server's own, and which of the server's powers they have.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/roles.sql");

/// One row of `sql/read/roles.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Role {
    pub role_name: String,
    pub is_superuser: bool,
    pub can_login: bool,
    /// The superuser initdb made.
    pub is_bootstrap: bool,
    pub can_create_roles: bool,
    pub can_create_databases: bool,
    pub can_replicate: bool,
    pub bypasses_row_security: bool,
    /// -1 for none.
    pub connection_limit: i32,
    /// `pg_execute_server_program` and its like, directly or through other roles; none for a superuser.
    pub powers: Option<Vec<String>>,
}
