//! What a question asks for: one concept for each word that may name something, with the stems that can stand for it.

use super::english::{split, stem, ENGLISH};
use crate::ask::words::one_slip;
use std::collections::{HashMap, HashSet};

/// How much a stem counts that is not the word's own.
const JOINED: f64 = 0.9;
const WRITTEN_OUT: f64 = 0.9;
const PART: f64 = 0.7;
const KIN: f64 = 0.6;
const ALIKE: f64 = 0.5;
const ASKED_FOR: f64 = 0.4;
/// How much a word of asking ("list", "total") counts.
const WEAK: f64 = 0.3;
/// Stems are kin when they begin alike and share this much of the longer one.
const KIN_PERCENT: usize = 70;
const KIN_LETTERS: usize = 5;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Concept {
    /// As the question has it, in lower case.
    pub(super) word: String,
    /// Numbers of stems, with how well each stands for the word.
    pub(super) alternatives: Vec<(u32, f64)>,
    /// How much it counts beside other words.
    pub(super) share: f64,
}

struct Reading<'a> {
    numbers: HashMap<&'a str, u32>,
    stems: &'a [String],
}

/// The concepts of a question of which anything is known here.
pub(super) fn understand(question: &str, stems: &[String]) -> Vec<Concept> {
    let numbers = stems.iter().map(String::as_str).zip(0..).collect();
    let reading = Reading { numbers, stems };
    let words = words(question);
    let mut seen = HashSet::new();
    let mut concepts = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let own = stem(word);
        let is_number = word.chars().all(char::is_numeric);
        if word.is_empty() || is_number || !seen.insert(own.clone()) {
            continue;
        }
        let next = words.get(at + 1).map(String::as_str).unwrap_or_default();
        let alternatives = reading.alternatives(word, &own, next);
        if !alternatives.is_empty() {
            let share = if ENGLISH.weak.contains(&own) { WEAK } else { 1.0 };
            concepts.push(Concept { word: word.clone(), alternatives, share });
        }
    }
    concepts
}

/// The words of a question that name something, known here or not.
pub(super) fn content_words(question: &str) -> HashSet<String> {
    let words = words(question).into_iter().filter(|w| !w.is_empty() && !w.chars().all(char::is_numeric));
    let content = words.filter(|w| !ENGLISH.empty.contains(w.as_str())).map(|w| stem(&w));
    content.filter(|stem| !ENGLISH.weak.contains(stem)).collect()
}

/// Words in order; an empty one for a number, a key or the like, so that no two words join across it.
fn words(question: &str) -> Vec<String> {
    let mut words = Vec::new();
    for token in question.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|t| !t.is_empty()) {
        let digits = token.chars().filter(|c| c.is_numeric()).count();
        if token.len() > 6 && digits * 3 > token.len() {
            words.push(String::new());
        } else {
            words.extend(split(token));
        }
    }
    words
}

impl Reading<'_> {
    fn alternatives(&self, word: &str, own: &str, next: &str) -> Vec<(u32, f64)> {
        let mut found: Vec<(u32, f64)> = Vec::new();
        let mut add = |stem: &str, weight: f64| {
            let Some(number) = self.numbers.get(stem) else { return };
            match found.iter_mut().find(|(n, _)| n == number) {
                Some((_, w)) => *w = w.max(weight),
                None => found.push((*number, weight)),
            }
        };
        if !ENGLISH.empty.contains(word) {
            add(own, 1.0);
            if word.chars().count() > 1 && next.chars().count() > 1 {
                add(&stem(&format!("{word}{next}")), JOINED);
            }
            for long in ENGLISH.short.get(word).into_iter().flatten() {
                add(&stem(long), WRITTEN_OUT);
            }
            for kin in self.kin(own) {
                add(kin, KIN);
            }
            if !self.numbers.contains_key(own) {
                for part in self.parts(word) {
                    add(&part, PART);
                }
                for other in ENGLISH.alike.get(own).into_iter().flatten() {
                    add(other, ALIKE);
                }
            }
        }
        for hint in ENGLISH.asks.get(word).into_iter().flatten() {
            add(hint, ASKED_FOR);
        }
        found
    }

    /// Known stems of the same family of words, and what a mistyped word may stand for.
    fn kin<'s>(&'s self, own: &'s str) -> impl Iterator<Item = &'s str> {
        let head = own.char_indices().nth(KIN_LETTERS).map_or(own.len(), |(at, _)| at);
        let head = own.get(..head).filter(|_| own.chars().count() >= KIN_LETTERS);
        let is_known = self.numbers.contains_key(own);
        let is_kin = move |other: &str| {
            let Some(head) = head else { return false };
            let shared = own.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
            let related = other.starts_with(head) && shared * 100 >= KIN_PERCENT * own.len().max(other.len());
            let near = !is_known && own.len().abs_diff(other.len()) <= 4 && other.chars().count() >= KIN_LETTERS;
            other != own && (related || (near && one_slip(own, other)))
        };
        self.stems.iter().map(String::as_str).filter(move |other| is_kin(other))
    }

    /// The two known stems that a word runs together from.
    fn parts(&self, word: &str) -> Vec<String> {
        let cuts = word.char_indices().map(|(at, _)| at).skip(3);
        let halves = cuts.filter_map(|at| Some((stem(word.get(..at)?), stem(word.get(at..)?))));
        let known = |(a, b): &(String, String)| {
            let is_word = |s: &String| s.chars().count() >= 3 && self.numbers.contains_key(s.as_str());
            is_word(a) && is_word(b)
        };
        halves.filter(known).max_by_key(|(a, _)| a.len()).map_or_else(Vec::new, |(a, b)| vec![a, b])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(question: &str, known: &[&str]) -> Vec<(String, Vec<(String, f64)>)> {
        let stems: Vec<String> = known.iter().map(|w| stem(w)).collect();
        let named = |(n, w): (u32, f64)| (stems[n as usize].clone(), w);
        let concepts = understand(question, &stems);
        concepts.into_iter().map(|c| (c.word, c.alternatives.into_iter().map(named).collect())).collect()
    }

    fn one(question: &str, known: &[&str]) -> Vec<(String, f64)> {
        understood(question, known).pop().map(|(_, found)| found).unwrap_or_default()
    }

    #[test]
    fn a_word_finds_its_stem_and_what_can_stand_for_it() {
        assert_eq!(one("customers", &["customer"]), [("custom".into(), 1.0)]);
        assert_eq!(one("consumed", &["consumption"]), [("consumpt".into(), KIN)], "the same family of words");
        assert_eq!(one("archtect", &["architect"]), [("architect".into(), KIN)], "mistyped");
        assert_eq!(one("super hero", &["superhero"]), [("superhero".into(), JOINED)]);
        assert_eq!(one("hometown", &["home", "town"]).len(), 2);
        assert_eq!(one("movies", &["film"]), [("film".into(), ALIKE)]);
        assert_eq!(one("movies", &["film", "movie"]), [("movi".into(), 1.0)], "what is there itself needs no other");
        assert_eq!(one("when", &["date"]), [("date".into(), ASKED_FOR)]);
    }

    #[test]
    fn numbers_keys_and_empty_words_ask_for_nothing() {
        let known = ["the", "of", "bfd", "network"];
        let found = understood("the 42 of bfd50153a2e9476f93e33e30e922cd06", &known);
        assert_eq!(found, []);
        assert_eq!(understood("", &known), []);
        assert_eq!(understood("?! '; --", &known), []);
    }
}
