//! The server's functions that reach files of the machine, and who was given them.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/file_functions.sql");

/// One row of `sql/read/file_functions.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileFunction {
    pub function_name: String,
    /// As GRANT wants them: `text, bigint`.
    pub arguments: String,
    /// Without superusers; `public` for every role.
    pub grantees: Vec<String>,
}

impl FileFunction {
    /// `function(text)`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}({})", self.function_name, self.arguments)
    }
}
