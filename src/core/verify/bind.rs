//! Which object a value is said of: the name before it, or the name it is tied to by a preposition.

use super::claim::{Claim, What};
use super::hold;
use crate::evidence::Evidence;

/// Words that join two names into one ("index \"a\" on table \"b\"").
const JOINING: [&str; 18] = [
    "of", "on", "in", "from", "to", "by", "for", "table", "index", "column", "columns", "role", "user", "database",
    "the", "its", "with", "session",
];

/// Words that tie a value to the name that follows it ("12 MB in \"b\"").
const TYING: [&str; 9] = ["of", "in", "on", "for", "from", "by", "at", "about", "to"];

pub(super) struct Bindings<'a> {
    text: &'a str,
    claims: &'a [Claim],
    /// Positions in `claims` of names that are objects of cited evidence.
    objects: Vec<usize>,
    cited: &'a [&'a Evidence],
}

impl<'a> Bindings<'a> {
    pub fn of(text: &'a str, claims: &'a [Claim], cited: &'a [&'a Evidence]) -> Self {
        let is_object = |c: &Claim| match &c.what {
            What::Name(n) => cited.iter().any(|e| is_called(e, n)),
            _ => false,
        };
        let objects = claims.iter().enumerate().filter(|(_, c)| is_object(c)).map(|(at, _)| at).collect();
        Bindings { text, claims, objects, cited }
    }

    /// Whether the value at claim `at` may come from this piece of evidence.
    pub fn allow(&self, at: usize, e: &Evidence) -> bool {
        if self.objects.is_empty() || self.is_general(e) {
            return true;
        }
        let mut said_of = self.before(at);
        if self.is_of_subject(at) {
            said_of.extend(self.objects.first());
        }
        if said_of.is_empty() || self.tied_to_next(at) {
            said_of.extend(self.after(at));
        }
        said_of.iter().any(|n| self.name(*n).is_some_and(|name| is_called(e, name)))
    }

    /// The server as a whole, a threshold, the one database or setting spoken of: may be compared with any object's values.
    fn is_general(&self, e: &Evidence) -> bool {
        let other_of_its_kind = |n: &usize| {
            self.name(*n).is_some_and(|name| {
                !is_called(e, name) && self.cited.iter().any(|c| c.source == e.source && is_called(c, name))
            })
        };
        match e.source.as_str() {
            "threshold" | "server" => true,
            "databases" | "settings" => !self.objects.iter().any(other_of_its_kind),
            _ => e.object.is_empty() || e.object == "server" || e.object == "database",
        }
    }

    fn name(&self, at: usize) -> Option<&str> {
        match self.claims.get(at).map(|c| &c.what) {
            Some(What::Name(n)) => Some(n),
            _ => None,
        }
    }

    fn gap(&self, left: usize, right: usize) -> &str {
        let end = self.claims.get(left).map_or(0, |c| c.end);
        let start = self.claims.get(right).map_or(self.text.len(), |c| c.start);
        self.text.get(end..start).unwrap_or_default()
    }

    /// Two names with nothing but joining words between them are one group.
    fn joined(&self, left: usize, right: usize) -> bool {
        let gap = self.gap(left, right);
        let joining = |w: &str| JOINING.contains(&w.trim_matches(['(', ')']).to_lowercase().as_str());
        right == left + 1 && gap.split_whitespace().all(joining)
    }

    /// The last group of objects before a claim.
    fn before(&self, at: usize) -> Vec<usize> {
        let mut group: Vec<usize> = Vec::new();
        for n in self.objects.iter().rev().copied().filter(|n| *n < at) {
            match group.last() {
                Some(later) if !self.joined(n, *later) => break,
                _ => group.push(n),
            }
        }
        group
    }

    /// "… is the same as \"b\" and takes 5 MB", "…; it takes 5 MB": said of the subject, not of the name before.
    fn is_of_subject(&self, at: usize) -> bool {
        let Some(last) = self.objects.iter().rev().copied().find(|n| *n < at) else { return false };
        let words: Vec<String> = self.gap(last, at).split_whitespace().map(str::to_lowercase).collect();
        words.first().is_some_and(|w| w == "and") || words.iter().any(|w| w == "it")
    }

    /// The first group of objects after a claim.
    fn after(&self, at: usize) -> Vec<usize> {
        let mut group: Vec<usize> = Vec::new();
        for n in self.objects.iter().copied().filter(|n| *n > at) {
            match group.last() {
                Some(earlier) if !self.joined(*earlier, n) => break,
                _ => group.push(n),
            }
        }
        group
    }

    /// "12 MB of index \"a\"": few words, a preposition among them, no comma and no "and".
    fn tied_to_next(&self, at: usize) -> bool {
        let Some(next) = self.objects.iter().copied().find(|n| *n > at) else { return false };
        let gap = self.gap(at, next);
        let words: Vec<String> = gap.split_whitespace().map(str::to_lowercase).collect();
        let parted =
            gap.contains([',', ';', ':']) || words.iter().any(|w| ["and", "but", "while"].contains(&w.as_str()));
        words.len() <= 6 && !parted && words.iter().any(|w| TYING.contains(&w.as_str()))
    }
}

/// Whether a piece of evidence speaks of the object called so.
pub(super) fn is_called(e: &Evidence, name: &str) -> bool {
    e.object.eq_ignore_ascii_case(name)
        || e.object.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case(name))
        || (matches!(&e.value, crate::value::Value::Name(n) if n == &e.object) && hold::names(e, name))
}
