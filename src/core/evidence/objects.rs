//! What can be looked for by name: tables, views, materialized views and functions.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/objects.sql");

/// One row of `sql/read/objects.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// One of [`crate::knowledge::KINDS`].
    pub kind: String,
    pub oid: u32,
    pub schema_name: String,
    pub object_name: String,
    pub comment: Option<String>,
    /// Of a function: its named arguments.
    pub column_names: Option<Vec<Option<String>>>,
    pub column_types: Option<Vec<Option<String>>>,
    /// As long as `column_names`; None when no column has one.
    pub column_comments: Option<Vec<Option<String>>>,
    pub primary_key: Option<Vec<String>>,
    /// The tables that its foreign keys refer to.
    pub refers_to: Option<Vec<u32>>,
}

impl Object {
    pub fn name(&self) -> String {
        format!("{}.{}", self.schema_name, self.object_name)
    }

    /// Names of columns; an argument without a name is an empty one.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.column_names.iter().flatten().map(|name| name.as_deref().unwrap_or_default())
    }

    /// Its own comment and those of its columns.
    pub fn comments(&self) -> impl Iterator<Item = &str> {
        let of_columns = self.column_comments.iter().flatten().flatten();
        self.comment.iter().chain(of_columns).map(String::as_str)
    }

    /// Every text there is to search in, the schema's name too.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        [self.schema_name.as_str(), self.object_name.as_str()].into_iter().chain(self.columns()).chain(self.comments())
    }
}
