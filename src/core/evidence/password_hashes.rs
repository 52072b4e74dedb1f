//! Roles that have a password, and how it is kept.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/password_hashes.sql");

/// One row of `sql/read/password_hashes.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasswordHash {
    pub role_name: String,
    pub can_login: bool,
    pub is_md5: bool,
}
