//! Schemas of users, and whether every role may create objects in them.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/schemas.sql");

/// One row of `sql/read/schemas.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    pub schema_name: String,
    pub owner_name: String,
    pub public_may_create: bool,
}
