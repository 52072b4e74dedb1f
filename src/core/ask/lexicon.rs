//! `intents.txt`, read once: which stems and pairs of stems point to which intent, and how strongly.

use super::words::stems;
use super::{Intent, Product};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const TEXT: &str = include_str!("intents.txt");

/// Where one stem, or pair of stems, points.
#[derive(Debug, Default)]
pub(super) struct Feature {
    /// Rare over intents: high. Everywhere: near zero.
    pub idf: f64,
    pub is_pair: bool,
    /// Intent and weight, each intent's vector of length one.
    pub intents: Vec<(usize, f64)>,
    /// Phrase and weight, each phrase's vector of length one.
    pub phrases: Vec<(usize, f64)>,
}

pub struct Lexicon {
    pub(super) intents: Vec<Intent>,
    /// The intent of each phrase.
    pub(super) phrases: Vec<usize>,
    pub(super) features: BTreeMap<String, Feature>,
    /// Stems of other systems and of everyday life: a question with one of these is hardly about this database.
    pub(super) foreign: BTreeSet<String>,
}

/// The one lexicon of the program.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(TEXT));

/// Stems and pairs of neighbouring stems, with how often they come.
pub(super) fn features(stems: &[String]) -> BTreeMap<String, f64> {
    let mut out: BTreeMap<String, f64> = BTreeMap::new();
    for stem in stems {
        *out.entry(stem.clone()).or_default() += 1.0;
    }
    for (a, b) in stems.iter().zip(stems.iter().skip(1)) {
        *out.entry(format!("{a} {b}")).or_default() += 1.0;
    }
    out
}

/// A pair counts less than a word: it says little the two words did not say.
pub(super) const PAIR: f64 = 0.4;

/// The tenth use of a word in an intent's phrases says less than the first.
const DAMPED: f64 = 0.35;

/// How much a word of the `words:` line weighs beside its uses in phrases.
const WORD: f64 = 1.0;

/// One block of the text.
#[derive(Default)]
struct Block {
    intent: Option<Intent>,
    words: BTreeMap<String, f64>,
    phrases: Vec<Vec<String>>,
    foreign: Vec<String>,
}

impl Lexicon {
    fn read(text: &'static str) -> Lexicon {
        let blocks = blocks(text);
        let uses: Vec<BTreeMap<String, f64>> = blocks.iter().map(counted).collect();
        let foreign = blocks.iter().flat_map(|b| b.foreign.iter().cloned()).collect();
        let mut lexicon = Lexicon { intents: Vec::new(), phrases: Vec::new(), features: BTreeMap::new(), foreign };
        for uses in &uses {
            for name in uses.keys() {
                let feature = lexicon.features.entry(name.clone()).or_default();
                feature.is_pair = name.contains(' ');
                feature.idf += 1.0;
            }
        }
        let total = blocks.len() as f64;
        for feature in lexicon.features.values_mut() {
            feature.idf = (1.0 + total / feature.idf).ln() * if feature.is_pair { PAIR } else { 1.0 };
        }
        for (at, (block, uses)) in blocks.into_iter().zip(&uses).enumerate() {
            lexicon.add_vector(uses.iter().map(|(f, n)| (f.as_str(), n.powf(DAMPED))), |f, w| f.intents.push((at, w)));
            for phrase in &block.phrases {
                let number = lexicon.phrases.len();
                lexicon.phrases.push(at);
                let counts = features(phrase);
                let counts = counts.iter().map(|(f, n)| (f.as_str(), *n));
                lexicon.add_vector(counts, |f, w| f.phrases.push((number, w)));
            }
            lexicon.intents.extend(block.intent);
        }
        lexicon
    }

    /// Weighs by rarity, cuts to length one, and files each entry under its feature.
    fn add_vector<'a>(&mut self, entries: impl Iterator<Item = (&'a str, f64)>, file: impl Fn(&mut Feature, f64)) {
        let idf = |f: &str| self.features.get(f).map_or(0.0, |f| f.idf);
        let weighed: Vec<(&str, f64)> = entries.map(|(f, n)| (f, n * idf(f))).collect();
        let length = weighed.iter().map(|(_, w)| w * w).sum::<f64>().sqrt().max(1e-9);
        for (name, weight) in weighed {
            if let Some(feature) = self.features.get_mut(name) {
                file(feature, weight / length);
            }
        }
    }

    pub fn intents(&self) -> &[Intent] {
        &self.intents
    }

    pub(super) fn knows(&self, stem: &str) -> bool {
        self.features.contains_key(stem) || self.foreign.contains(stem)
    }

    /// The known word that a mistyped one stands for.
    pub(super) fn mended(&self, stem: &str) -> Option<&str> {
        let long_enough = stem.chars().count() >= 5;
        let known = || self.features.iter().filter(|(_, f)| !f.is_pair).map(|(name, _)| name.as_str());
        long_enough.then(|| known().find(|name| name.len() >= 4 && super::words::one_slip(stem, name))).flatten()
    }
}

/// How strongly each feature belongs to a block: its uses in phrases and the weight of its `words:` line.
fn counted(block: &Block) -> BTreeMap<String, f64> {
    let mut uses: BTreeMap<String, f64> = BTreeMap::new();
    for phrase in &block.phrases {
        let once: BTreeSet<String> = features(phrase).into_keys().collect();
        for name in once {
            *uses.entry(name).or_default() += 1.0;
        }
    }
    for (stem, weight) in &block.words {
        *uses.entry(stem.clone()).or_default() += WORD * weight;
    }
    uses
}

fn blocks(text: &'static str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(head) = line.strip_prefix("== ") {
            let (name, product) = head.split_once(" -> ").unwrap_or((head, "not_yet"));
            let product = Product::ALL.into_iter().find(|p| p.name() == product).unwrap_or(Product::NotYet);
            let intent = Intent { name, product, not_yet: None };
            blocks.push(Block { intent: Some(intent), ..Block::default() });
            continue;
        }
        let Some(block) = blocks.last_mut() else { continue };
        if let Some(what) = line.strip_prefix("not yet: ") {
            block.intent = block.intent.take().map(|i| Intent { not_yet: Some(what), ..i });
        } else if let Some(words) = line.strip_prefix("foreign: ") {
            block.foreign.extend(stems(words));
        } else if let Some(words) = line.strip_prefix("words: ") {
            block.words.extend(words.split_whitespace().flat_map(weighted));
        } else {
            block.phrases.extend(line.split(" | ").map(stems));
        }
    }
    blocks
}

/// `autovacuum^5` as its stem and weight.
fn weighted(word: &str) -> Vec<(String, f64)> {
    let (word, weight) = word.split_once('^').unwrap_or((word, "1"));
    let weight = weight.parse().unwrap_or(1.0);
    stems(word).into_iter().take(1).map(|stem| (stem, weight)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_whole() {
        let blocks = blocks(TEXT);
        assert_eq!(blocks.len(), 51);
        for block in &blocks {
            let intent = block.intent.as_ref().unwrap();
            assert!(block.phrases.len() >= 8 && !block.words.is_empty(), "{}", intent.name);
            assert!(
                intent.product != Product::NotYet || intent.not_yet.is_some(),
                "{} says what is missing",
                intent.name
            );
        }
        let names: BTreeSet<_> = LEXICON.intents.iter().map(|i| i.name).collect();
        assert_eq!(names.len(), blocks.len());
        assert!(LEXICON.intents.iter().any(|i| i.product == Product::OutOfScope));
    }
}
