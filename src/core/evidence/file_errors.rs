//! Lines of the configuration files that the server could not use.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/file_errors.sql");

/// One row of `sql/read/file_errors.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileError {
    pub setting_name: Option<String>,
    pub line_number: Option<i32>,
    pub error: String,
}
