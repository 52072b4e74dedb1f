//! Settings of roles and databases.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/role_settings.sql");

/// One row of `sql/read/role_settings.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleSetting {
    /// None for all databases.
    pub database_name: Option<String>,
    /// None for all roles.
    pub role_name: Option<String>,
    pub setting_name: String,
    /// Of time limits only.
    pub setting: Option<String>,
    /// By its name and the look of its value, a secret stands there in plain text.
    pub holds_secret: bool,
}
