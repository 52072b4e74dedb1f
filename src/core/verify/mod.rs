//! Holds every number, name and date of a sentence against what it cites.
//!
//! A sentence passes when each checkable thing in it is said by a piece of evidence it cites: the same value in the
//! same dimension within the digits shown, the same name, the same word, the same time, and of the object the
//! sentence says it of. Evidence is compared as typed values; digits inside texts and JSON count for nothing.
//!
//! What is taken out of a sentence: numbers with their unit (digits and spelled out), percentages, durations, byte
//! sizes, dates and times, double-quoted and back-ticked texts, words with dots, underscores or digits in them,
//! catalog names given as [`Vocabulary`], single-quoted words, names after SQL keywords, and "more than" between
//! two figures. Not looked at: negation ("is not used"), vague quantity without a number ("many", "most", "all"),
//! cause and effect, and times relative to now ("yesterday"). In our own sentences those stay the duty of whoever
//! writes them; a sentence of a model has to pass [`restate`] as well.

mod bind;
mod claim;
mod clause;
mod hold;
mod number;
pub mod restate;
mod time;

use crate::evidence::Evidence;
use crate::sentence::{Dossier, Sentence};
use serde::Serialize;
use std::collections::BTreeSet;

/// Why something said does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// No cited evidence has this value in this unit.
    NoSuchValue,
    /// No cited evidence names this object.
    NoSuchName,
    /// No cited evidence holds this word.
    NoSuchWord,
    /// No cited evidence holds this time.
    NoSuchTime,
    /// The value is cited, but of another object than the sentence says.
    WrongObject,
    /// "more than" or "less than" the wrong way round.
    WrongDirection,
    /// The value is cited, but under the name of another measure.
    WrongMeasure,
    /// Two names or figures stand the other way round than we said them.
    WrongOrder,
    /// Our own sentences about this evidence do not say that.
    NotStated,
    /// Written in a way that cannot be checked: moved separators, foreign digits, a vague quantity, an open quote.
    Unreadable,
}

/// One thing a sentence says that its evidence does not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Breach {
    /// Position of the sentence in its dossier.
    pub sentence: usize,
    /// The words in question.
    pub said: String,
    pub why: Why,
}

/// Names the sentence must not use unquoted without citing them, and terms it may use freely.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    names: BTreeSet<String>,
    terms: BTreeSet<String>,
}

/// The server's own views, roles and files, which a sentence may mention without evidence.
const TERMS: [&str; 8] = [
    "pg_stat_statements",
    "pg_stat_activity",
    "pg_monitor",
    "pg_read_all_stats",
    "pg_read_all_settings",
    "postgresql.conf",
    "shared_preload_libraries",
    "pg_catalog",
];

impl Vocabulary {
    /// Only the server's own terms: for sentences that quote every name they use.
    pub fn own() -> Self {
        Vocabulary { names: BTreeSet::new(), terms: TERMS.iter().map(|t| (*t).to_owned()).collect() }
    }

    /// Adds names of the catalog (tables, columns, settings): each counts as a claim even when written bare.
    pub fn with_names<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.names.extend(names.into_iter().map(str::to_lowercase));
        self
    }

    /// Adds words with underscores or dots that need no evidence.
    pub fn with_terms<'a>(mut self, terms: impl IntoIterator<Item = &'a str>) -> Self {
        self.terms.extend(terms.into_iter().map(str::to_lowercase));
        self
    }

    fn is_name(&self, word: &str) -> bool {
        self.names.contains(&word.to_lowercase())
    }

    fn is_term(&self, word: &str) -> bool {
        self.terms.contains(&word.to_lowercase())
    }
}

/// Everything one sentence says that the evidence it cites does not.
pub fn verify_sentence(sentence: &Sentence, evidence: &[Evidence], vocabulary: &Vocabulary) -> Vec<(String, Why)> {
    let cited: Vec<&Evidence> = sentence.cites.iter().filter_map(|at| evidence.get(*at)).collect();
    let claims = claim::claims(&sentence.text, &cited, vocabulary);
    hold::breaches(&sentence.text, &claims, &cited, vocabulary)
}

/// Every breach of a dossier, in the order of its sentences.
pub fn verify(dossier: &Dossier, vocabulary: &Vocabulary) -> Vec<Breach> {
    let of = |(at, sentence): (usize, &Sentence)| {
        verify_sentence(sentence, &dossier.evidence, vocabulary).into_iter().map(move |(said, why)| Breach {
            sentence: at,
            said,
            why,
        })
    };
    dossier.sentences.iter().enumerate().flat_map(of).collect()
}

/// The dossier without the sentences that do not hold, and what was wrong with those.
pub fn drop_unheld(dossier: &Dossier, vocabulary: &Vocabulary) -> (Dossier, Vec<Breach>) {
    let breaches = verify(dossier, vocabulary);
    let fallen: BTreeSet<usize> = breaches.iter().map(|b| b.sentence).collect();
    let sentences = dossier.sentences.iter().enumerate().filter(|(at, _)| !fallen.contains(at));
    let kept = Dossier { evidence: dossier.evidence.clone(), sentences: sentences.map(|(_, s)| s.clone()).collect() };
    let mut held = Dossier::default();
    held.absorb(&kept);
    (held, breaches)
}
