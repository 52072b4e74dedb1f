//! Triggers that are switched off.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/disabled_triggers.sql");

/// One row of `sql/read/disabled_triggers.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisabledTrigger {
    pub schema_name: String,
    pub table_name: String,
    pub trigger_name: String,
    /// The foreign key that this trigger checks; none for a trigger of a user.
    pub constraint_name: Option<String>,
}

impl DisabledTrigger {
    /// `schema.table`, as people and evidence name it.
    pub fn table(&self) -> String {
        format!("{}.{}", self.schema_name, self.table_name)
    }
}
