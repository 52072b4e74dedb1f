//! Takes the checkable things out of a sentence, left to right.

use super::number::{self, Figure};
use super::time::{self, When};
use super::Vocabulary;
use crate::evidence::Evidence;
use crate::value::Value;

/// One checkable thing and where it stands (byte positions).
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub what: What,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    Figure(Figure),
    Time(When),
    /// A name in double quotes, or a bare word that can only be a name.
    Name(String),
    /// A text in single quotes.
    Word(String),
    /// A text in back-ticks.
    Snippet(String),
    Unreadable,
}

/// Words with an inner dot that are plain English.
const ABBREVIATIONS: [&str; 3] = ["e.g", "i.e", "a.k.a"];

/// SQL keywords after which a bare lower-case word is the name of an object.
const BEFORE_NAMES: [&str; 7] = ["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "INDEX", "SET"];

/// How a cited value or object is spelled in a sentence, where it must be taken whole (a name may hold anything,
/// quotes and numbers included).
fn spellings(e: &Evidence) -> Vec<(String, What)> {
    let mut out = vec![(format!("\"{}\"", e.object), What::Name(e.object.clone()))];
    if e.object.contains(' ') {
        out.push((e.object.clone(), What::Name(e.object.clone())));
    }
    match &e.value {
        Value::Name(n) => out.push((e.value.to_string(), What::Name(n.clone()))),
        Value::Word(w) => out.push((e.value.to_string(), What::Word(w.clone()))),
        _ => {}
    }
    out
}

struct Scanner<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    whole: Vec<(String, What)>,
    claims: Vec<Claim>,
    /// The bare word before this position.
    before: String,
}

pub(super) fn claims(text: &str, cited: &[&Evidence], vocabulary: &Vocabulary) -> Vec<Claim> {
    let mut whole: Vec<(String, What)> = cited.iter().flat_map(|e| spellings(e)).collect();
    whole.sort_by_key(|(s, _)| std::cmp::Reverse(s.len()));
    let mut scanner = Scanner { text, vocabulary, whole, claims: Vec::new(), before: String::new() };
    let mut at = 0;
    while at < text.len() {
        at = scanner.step(at);
    }
    scanner.claims
}

impl Scanner<'_> {
    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    fn previous_is_word(&self, at: usize) -> bool {
        self.text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(is_word)
    }

    fn claim(&mut self, start: usize, end: usize, what: What) -> usize {
        let text = self.text.get(start..end).unwrap_or_default().to_owned();
        self.claims.push(Claim { start, end, text, what });
        self.before.clear();
        end
    }

    /// Reads what begins at `at` and returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        if let Some((len, what)) = self.cited_whole(at) {
            return self.claim(at, at + len, what);
        }
        let rest = self.rest(at);
        let Some(c) = rest.chars().next() else { return self.text.len() };
        match c {
            '"' | '“' | '”' | '„' => self.quoted(at, c, |t| What::Name(t.to_owned())),
            '`' => self.quoted(at, c, |t| What::Snippet(t.to_owned())),
            '\'' | '‘' | '’' if !self.previous_is_word(at) => self.quoted(at, c, |t| What::Word(t.to_owned())),
            c if c.is_ascii_digit() => self.number(at),
            '-' | '−' if !self.previous_is_word(at) && next_is_digit(rest, c) => self.number(at),
            c if c.is_numeric() => self.claim(at, at + c.len_utf8(), What::Unreadable),
            c if is_word(c) => self.word(at),
            c => at + c.len_utf8(),
        }
    }

    fn cited_whole(&self, at: usize) -> Option<(usize, What)> {
        let rest = self.rest(at);
        let fits = |s: &str| {
            let bare = s.chars().next().is_some_and(is_word);
            let after = rest.get(s.len()..).and_then(|t| t.chars().next());
            rest.starts_with(s) && !(bare && (self.previous_is_word(at) || after.is_some_and(is_word)))
        };
        self.whole.iter().find(|(s, _)| fits(s)).map(|(s, what)| (s.len(), what.clone()))
    }

    fn quoted(&mut self, at: usize, open: char, what: fn(&str) -> What) -> usize {
        let close: &[char] = match open {
            '"' | '“' | '”' | '„' => &['"', '”', '“'],
            '`' => &['`'],
            _ => &['\'', '’'],
        };
        let from = at + open.len_utf8();
        match self.rest(from).char_indices().find(|(_, c)| close.contains(c)) {
            Some((len, c)) => {
                let inner = what(self.rest(from).get(..len).unwrap_or_default());
                self.claim(at, from + len + c.len_utf8(), inner)
            }
            None => self.claim(at, self.text.len(), What::Unreadable),
        }
    }

    fn number(&mut self, at: usize) -> usize {
        if let Some((len, when)) = time::read(self.rest(at)) {
            return self.claim(at, at + len, when.map_or(What::Unreadable, What::Time));
        }
        let (len, figure) = number::read(self.rest(at));
        let what = figure.map_or(What::Unreadable, What::Figure);
        // "23 November": the number is a day.
        if let Some((more, when)) = time::month_after(self.rest(at), len) {
            return self.claim(at, at + more, What::Time(when));
        }
        self.claim(at, at + len, what)
    }

    fn word(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let len = word_length(rest);
        let word = rest.get(..len).unwrap_or_default().to_owned();
        if let Some((more, figure)) = number::read_words(rest, &self.before) {
            return self.claim(at, at + more, figure.map_or(What::Unreadable, What::Figure));
        }
        if let Some((more, when)) = time::read_words(rest) {
            return self.claim(at, at + more, What::Time(when));
        }
        let odd = word.contains(['_', '.', '$']) || word.chars().any(char::is_numeric);
        let after_keyword = BEFORE_NAMES.contains(&self.before.as_str()) && word.chars().all(|c| !c.is_uppercase());
        let is_name = odd && !ABBREVIATIONS.contains(&word.to_lowercase().as_str());
        if is_name || after_keyword || self.vocabulary.is_name(&word) {
            return self.claim(at, at + len, What::Name(word));
        }
        self.before = word;
        at + len
    }
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn next_is_digit(rest: &str, c: char) -> bool {
    rest.get(c.len_utf8()..).and_then(|t| t.chars().next()).is_some_and(|d| d.is_ascii_digit())
}

/// Length of the word at the start: letters, digits, `_`, `$`, and dots with a word on both sides.
pub(super) fn word_length(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let next = text.get(at + c.len_utf8()..).and_then(|t| t.chars().next());
        let inner_dot = c == '.' && next.is_some_and(is_word);
        if !is_word(c) && !inner_dot {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}
