//! Installed extensions, and those this one works with that could be installed.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/extensions.sql");

/// One row of `sql/read/extensions.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    pub extension_name: String,
    /// None when not installed in this database.
    pub installed_version: Option<String>,
    pub schema_name: Option<String>,
    /// None when its files are gone.
    pub available_version: Option<String>,
}
