//! Holds an audit chain against its keys, its anchors and what is kept beside it. Where the rows come from, the tables
//! of a server or a dump, is the caller's matter: both get the same verdict.
//!
//! | file | one sentence |
//! |---|---|
//! | [`anchor`] | heads of the chain that were noted where a table owner cannot reach |
//! | [`claims`] | what `retention` and `erase` entries say of rows and texts that are not there |
//! | [`entry`] | what the walk reads in a signed entry |
//! | [`walk`] | from the oldest row to the newest, and the verdict |

pub mod anchor;
pub mod claims;
pub mod entry;
pub mod walk;

pub use anchor::{Anchor, Anchors, Held};
pub use claims::Claims;
pub use walk::Walk;

use crate::chain::Link;

/// One row of `copilot_audit.entry`. Times are microseconds since 1970.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub seq: i64,
    pub at: i64,
    pub kind: String,
    pub call: Option<i64>,
    pub canonical: Vec<u8>,
    pub link: Vec<u8>,
}

/// A text kept beside an entry, as far as the proof needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptText {
    pub seq: i64,
    pub at: i64,
    pub name: String,
    pub digest: Link,
}

/// One line of the writer's work list: a call without a closing entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenCall {
    pub seq: i64,
    pub pid: i64,
    pub backend_start: i64,
}

/// Why a chain does not hold, and from which row on.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    pub seq: i64,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every entry, every text kept beside it and every anchor agree.
    Holds,
    /// Something does not agree.
    Broken,
    /// Nothing disagrees, but something could not be compared: a key or an anchored entry is missing.
    NotVerifiable,
}

impl Outcome {
    pub const fn word(self) -> &'static str {
        match self {
            Outcome::Holds => "holds",
            Outcome::Broken => "broken",
            Outcome::NotVerifiable => "not verifiable",
        }
    }
}

/// What the walk found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub outcome: Outcome,
    pub rows: i64,
    pub texts: i64,
    /// Texts that an `erase` entry says were erased.
    pub texts_gone: i64,
    pub first_bad: Option<i64>,
    pub reason: Option<String>,
    /// Up to here a cut or a rewritten chain would be seen.
    pub anchored_to: Option<i64>,
    /// `seq:link` of the newest entry confirmed.
    pub head: Option<String>,
}
