//! The parts of a sentence that stand or fall alone, and their words without the checkable things.

use super::claim::Claim;
use crate::ask::words::stems;
use std::sync::LazyLock;

/// One part of a sentence: from one comma or conjunction to the next.
#[derive(Debug)]
pub(super) struct Clause {
    /// Byte positions in the sentence.
    pub start: usize,
    pub end: usize,
    /// Stems of its plain words.
    pub words: Vec<String>,
    pub is_negated: bool,
}

const NEGATIONS: [&str; 18] = [
    "no", "not", "never", "none", "nothing", "neither", "nor", "without", "cannot", "nobody", "lack", "lacks",
    "lacking", "missing", "absent", "hardly", "fails", "failed",
];

/// Words that begin a new part.
const CONJUNCTIONS: [&str; 8] = ["and", "but", "while", "which", "whose", "whereas", "though", "or"];

/// Takes a sentence apart. Claims are left out of the words; what stands inside them parts nothing.
pub(super) fn clauses(text: &str, claims: &[Claim]) -> Vec<Clause> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for (at, word) in plain_words(text, claims) {
        let ends = word.ends_with([',', ';', ':', '(', ')', '.']);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if CONJUNCTIONS.contains(&bare.as_str()) || word.starts_with(['(', ',', ';', ':', ')']) {
            cuts.push((at, at));
        }
        if ends {
            cuts.push((at + word.len(), at + word.len()));
        }
    }
    let mut out = Vec::new();
    let mut start = 0;
    for (end, next) in cuts.into_iter().chain([(text.len(), text.len())]) {
        if end > start {
            out.push(clause(text, claims, start, end));
        }
        start = next.max(start);
    }
    out
}

fn clause(text: &str, claims: &[Claim], start: usize, end: usize) -> Clause {
    let inside = plain_words(text, claims).into_iter().filter(|(at, _)| (start..end).contains(at));
    let plain: Vec<&str> = inside.map(|(_, word)| word).collect();
    let negated = |w: &&str| {
        let bare = w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
        NEGATIONS.contains(&bare.as_str()) || bare.ends_with("n't")
    };
    Clause { start, end, is_negated: plain.iter().any(negated), words: stems(&plain.join(" ")) }
}

/// Words with their positions, without those inside a claim.
fn plain_words<'a>(text: &'a str, claims: &[Claim]) -> Vec<(usize, &'a str)> {
    let mut out = Vec::new();
    let mut at = 0;
    for claim in claims {
        words_of(text, at, claim.start, &mut out);
        at = claim.end.max(at);
    }
    words_of(text, at, text.len(), &mut out);
    out
}

fn words_of<'a>(text: &'a str, from: usize, to: usize, out: &mut Vec<(usize, &'a str)>) {
    let Some(part) = text.get(from..to) else { return };
    let mut at = 0;
    for word in part.split_whitespace() {
        let offset = part.get(at..).and_then(|rest| rest.find(word)).unwrap_or_default() + at;
        out.push((from + offset, word));
        at = offset + word.len();
    }
}

/// Whether a stem stands for a negation.
pub(super) fn is_negation(stem: &str) -> bool {
    const SHORT: [&str; 9] = ["isnt", "arent", "wasnt", "werent", "hasnt", "havent", "doesnt", "didnt", "cant"];
    static STEMS: LazyLock<Vec<String>> = LazyLock::new(|| stems(&NEGATIONS.join(" ")));
    SHORT.contains(&stem) || STEMS.iter().any(|s| s == stem)
}
