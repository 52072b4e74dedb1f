//! From a question to intents. What people ask stands in `intents.txt`, in our own words; nothing is learned from
//! anyone's questions and nothing leaves the server.

pub mod answer;
pub mod answers;
pub mod lexicon;
pub mod route;
pub mod words;

use serde::{Deserialize, Serialize};

/// What this version can answer from facts, one `answers/*.rs` each; and the two ways of not answering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    Slow,
    Blocked,
    Vacuum,
    Indexes,
    Connections,
    Disk,
    Settings,
    Sequences,
    Who,
    Health,
    Schema,
    /// About this database, but there are no facts for it yet.
    NotYet,
    OutOfScope,
}

impl Product {
    pub const ALL: [Product; 13] = [
        Product::Slow,
        Product::Blocked,
        Product::Vacuum,
        Product::Indexes,
        Product::Connections,
        Product::Disk,
        Product::Settings,
        Product::Sequences,
        Product::Who,
        Product::Health,
        Product::Schema,
        Product::NotYet,
        Product::OutOfScope,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Product::Slow => "slow",
            Product::Blocked => "blocked",
            Product::Vacuum => "vacuum",
            Product::Indexes => "indexes",
            Product::Connections => "connections",
            Product::Disk => "disk",
            Product::Settings => "settings",
            Product::Sequences => "sequences",
            Product::Who => "who",
            Product::Health => "health",
            Product::Schema => "schema",
            Product::NotYet => "not_yet",
            Product::OutOfScope => "out_of_scope",
        }
    }
}

/// One intent of the lexicon.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    pub name: &'static str,
    pub product: Product,
    /// What there are no facts about yet, in words that follow "no facts about".
    pub not_yet: Option<&'static str>,
}

/// A question's best intents.
#[derive(Clone, Debug, PartialEq)]
pub struct Routed {
    /// Best first; never empty.
    pub ranked: Vec<(&'static Intent, f64)>,
    /// Whether the best is sure enough to be answered.
    pub is_answerable: bool,
}
