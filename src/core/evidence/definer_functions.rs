//! Functions that run with their owner's rights.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/definer_functions.sql");

/// One row of `sql/read/definer_functions.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DefinerFunction {
    pub schema_name: String,
    pub function_name: String,
    /// As ALTER FUNCTION wants them: `integer, text`.
    pub arguments: String,
    /// `function`, `procedure`.
    pub kind: String,
    pub owner_name: String,
    /// It runs by an event and cannot be called.
    pub is_trigger: bool,
    /// Every role may call it, and reach its schema.
    pub public_may_execute: bool,
    pub sets_search_path: bool,
}

impl DefinerFunction {
    /// `schema.function(integer, text)`, as people and evidence name it.
    pub fn name(&self) -> String {
        format!("{}.{}({})", self.schema_name, self.function_name, self.arguments)
    }
}
