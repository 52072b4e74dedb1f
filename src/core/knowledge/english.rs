//! Words: how names are split, how words are cut to stems, and the little English in `english.txt`.

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// `english.txt`, read once. Values of `alike`, `asks` and keys of `alike` are stems.
pub(super) struct English {
    irregular: HashMap<&'static str, &'static str>,
    pub(super) short: HashMap<&'static str, Vec<&'static str>>,
    pub(super) alike: HashMap<String, Vec<String>>,
    pub(super) asks: HashMap<&'static str, Vec<String>>,
    pub(super) empty: HashSet<&'static str>,
    pub(super) weak: HashSet<String>,
    /// Every word of `alike`, which is a word even where no name has it alone.
    pub(super) common: HashSet<&'static str>,
}

pub(super) static ENGLISH: LazyLock<English> = LazyLock::new(|| English::read(include_str!("english.txt")));

impl English {
    fn read(text: &'static str) -> English {
        let lines = |title: &str| -> Vec<Vec<&'static str>> {
            let section = text.split("\n== ").find(|s| s.starts_with(title)).unwrap_or_default();
            let body = section.split_once('\n').map_or("", |(_, body)| body);
            body.split(';').map(|entry| entry.split_whitespace().collect()).collect()
        };
        let pairs = |title: &str| -> HashMap<&'static str, Vec<&'static str>> {
            let split = |entry: Vec<&'static str>| entry.split_first().map(|(head, rest)| (*head, rest.to_vec()));
            lines(title).into_iter().filter_map(split).collect()
        };
        let irregular: HashMap<_, _> =
            pairs("irregular").into_iter().filter_map(|(form, word)| Some((form, *word.first()?))).collect();
        let cut = |word: &str| cut(irregular.get(word).copied().unwrap_or(word));
        let mut alike: HashMap<String, Vec<String>> = HashMap::new();
        for group in lines("alike") {
            let stems: Vec<String> = group.iter().map(|w| cut(w)).collect();
            for stem in &stems {
                let others = stems.iter().filter(|other| *other != stem).cloned();
                alike.entry(stem.clone()).or_default().extend(others);
            }
        }
        let asks = pairs("asks").into_iter().map(|(word, hints)| (word, hints.iter().map(|h| cut(h)).collect()));
        English {
            asks: asks.collect(),
            alike,
            short: pairs("short"),
            empty: lines("empty").into_iter().flatten().collect(),
            weak: lines("weak").into_iter().flatten().map(cut).collect(),
            common: lines("alike").into_iter().flatten().collect(),
            irregular,
        }
    }
}

fn cut(word: &str) -> String {
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

/// The stem of a word in lower case.
pub(super) fn stem(word: &str) -> String {
    cut(ENGLISH.irregular.get(word).copied().unwrap_or(word))
}

/// The words of an identifier or of a text, in lower case: cut at everything that is no letter or digit, between a
/// small and a capital letter, before the last capital of a run, and between letters and digits.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let begins = match before {
            _ if !c.is_alphanumeric() => true,
            None => false,
            Some(b) => {
                let next_is_small = rest.peek().is_some_and(|n| n.is_lowercase());
                c.is_numeric() != b.is_numeric()
                    || (c.is_uppercase() && (b.is_lowercase() || (b.is_uppercase() && next_is_small)))
            }
        };
        if begins && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        before = c.is_alphanumeric().then_some(c);
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_split_as_people_read_them() {
        for (identifier, words) in [
            ("order_items", vec!["order", "items"]),
            ("OrderItems", vec!["order", "items"]),
            ("HTTPServerURL", vec!["http", "server", "url"]),
            ("address2line", vec!["address", "2", "line"]),
            ("Größe des Feldes", vec!["größe", "des", "feldes"]),
            ("\"; DROP TABLE x", vec!["drop", "table", "x"]),
            ("__", vec![]),
            ("🦀crab🦀", vec!["crab"]),
        ] {
            assert_eq!(split(identifier), words, "{identifier}");
        }
    }

    #[test]
    fn forms_of_a_word_share_their_stem() {
        for (a, b) in [("people", "person"), ("orders", "order"), ("companies", "company"), ("paid", "pays")] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("orders"), stem("customers"));
    }

    #[test]
    fn each_section_of_english_is_read() {
        assert_eq!(ENGLISH.short["qty"], ["quantity"]);
        assert!(ENGLISH.alike[&stem("movies")].contains(&stem("film")));
        assert!(ENGLISH.asks["when"].contains(&stem("date")));
        assert!(ENGLISH.empty.contains("the") && ENGLISH.weak.contains(&stem("number")));
    }
}
