//! The shapes a remedy comes in.

use super::{Remedy, RemedyClass};

impl Remedy {
    /// Words only: a person decides and acts.
    pub(crate) fn advice(advice: impl Into<String>) -> Self {
        Remedy { class: RemedyClass::None, advice: advice.into(), sql: None, revert_sql: None }
    }

    /// Words only, because what helps cannot be taken back.
    pub(crate) fn irreversible(advice: impl Into<String>) -> Self {
        Remedy { class: RemedyClass::Irreversible, ..Remedy::advice(advice) }
    }

    /// A statement that changes nothing which would have to be taken back.
    pub(crate) fn maintenance(advice: impl Into<String>, sql: String) -> Self {
        Remedy { sql: Some(sql), ..Remedy::advice(advice) }
    }

    /// A statement whose effect goes away without a trace.
    pub(crate) fn exactly(advice: impl Into<String>, sql: String, revert_sql: String) -> Self {
        Remedy {
            class: RemedyClass::ReversibleExactly,
            advice: advice.into(),
            sql: Some(sql),
            revert_sql: Some(revert_sql),
        }
    }

    /// A statement whose effect can be undone but for counters, statistics and place on disk. Without a
    /// `revert_sql` that is certain, none is given.
    pub(crate) fn in_structure(advice: impl Into<String>, sql: String, revert_sql: Option<String>) -> Self {
        Remedy { class: RemedyClass::ReversibleInStructure, advice: advice.into(), sql: Some(sql), revert_sql }
    }
}
