//! Finding tables by the words people use for them: documents made of names and comments, and a ranking that asks
//! first which schema a question is about and then which of its tables. `docs/knowledge.md` has the method and its
//! figures.

mod bytes;
pub mod catalogue;
mod compound;
mod document;
pub mod english;
pub mod library;
pub mod postings;
mod question;
pub mod rank;
pub mod search;
pub mod shelf;
pub mod signs;
pub mod vector;
mod why;

pub use catalogue::Catalogue;
pub use shelf::Shelf;

/// The kinds of objects that have a document, by their number in a catalogue.
pub const KINDS: [&str; 6] = ["table", "view", "materialized view", "foreign table", "function", "procedure"];

/// Whether an object of this kind is called rather than read from.
pub(crate) fn is_routine(kind: &str) -> bool {
    kind == "function" || kind == "procedure"
}

pub(crate) use english::split;
