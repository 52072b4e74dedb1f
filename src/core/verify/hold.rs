//! Holds each claim against the cited evidence, as typed value, unit and object.

use super::bind::{self, Bindings};
use super::claim::{self, Claim, What};
use super::number::{Dimension, Figure};
use super::{Vocabulary, Why};
use crate::evidence::Evidence;
use crate::value::Value;

pub(super) fn breaches(
    text: &str,
    claims: &[Claim],
    cited: &[&Evidence],
    vocabulary: &Vocabulary,
) -> Vec<(String, Why)> {
    let bindings = Bindings::of(text, claims, cited);
    let mut out: Vec<(String, Why)> = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let matching: Vec<&Evidence> = cited.iter().copied().filter(|e| says(e, claim)).collect();
        let why = match &claim.what {
            What::Unreadable => Some(Why::Unreadable),
            What::Name(name) if matching.is_empty() => (!vocabulary.is_term(name)).then_some(Why::NoSuchName),
            // A name that is only a value (a role, a database) is said of an object, as a figure is.
            What::Name(name) if !matching.iter().any(|e| bind::is_called(e, name)) => {
                (!matching.iter().any(|e| bindings.allow(at, e))).then_some(Why::WrongObject)
            }
            What::Name(_) => None,
            What::Snippet(snippet) if matching.is_empty() => snippet_breach(snippet, cited, vocabulary),
            What::Snippet(_) => None,
            What::Figure(_) if matching.is_empty() => Some(Why::NoSuchValue),
            What::Word(_) if matching.is_empty() => Some(Why::NoSuchWord),
            What::Time(_) if matching.is_empty() => Some(Why::NoSuchTime),
            _ => (!matching.iter().any(|e| bindings.allow(at, e))).then_some(Why::WrongObject),
        };
        out.extend(why.map(|why| (claim.text.clone(), why)));
    }
    out.extend(wrong_directions(text, claims));
    out
}

/// Whether a piece of evidence says what the claim says, of whatever object.
pub(super) fn says(e: &Evidence, claim: &Claim) -> bool {
    match &claim.what {
        What::Figure(figure) => same_figure(figure, &e.value) || spelled_alike(&claim.text, &e.value),
        What::Time(when) => matches!(&e.value, Value::Time(t) if when.is(*t)),
        // Quoted names are exact, as in SQL.
        What::Name(name) if claim.text.starts_with(['"', '“', '„']) => has_name(e, name, |a, b| a == b),
        What::Name(name) => names(e, name),
        What::Word(word) => match &e.value {
            Value::Word(w) | Value::Name(w) => w == word,
            _ => e.object == *word,
        },
        What::Snippet(snippet) => match &e.value {
            Value::Word(w) | Value::Name(w) => squeezed(w) == squeezed(snippet) || names(e, snippet),
            _ => names(e, snippet),
        },
        What::Unreadable => false,
    }
}

/// Whether a piece of evidence names this object: in full, or by its last part.
pub(super) fn names(e: &Evidence, name: &str) -> bool {
    has_name(e, name, str::eq_ignore_ascii_case)
}

fn has_name(e: &Evidence, name: &str, eq: fn(&str, &str) -> bool) -> bool {
    let same = |full: &str| eq(full, name) || full.rsplit_once('.').is_some_and(|(_, last)| eq(last, name));
    let value = matches!(&e.value, Value::Name(n) | Value::Word(n) if same(n));
    value || same(&e.object) || eq(&e.measure, name)
}

fn squeezed(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A server's word may be a number ('128MB', '100'): the sentence may then say it without quotes.
fn spelled_alike(text: &str, value: &Value) -> bool {
    let bare = |t: &str| t.replace([' ', '\u{a0}'], "");
    matches!(value, Value::Word(w) if bare(w) == bare(text))
}

fn same_figure(figure: &Figure, value: &Value) -> bool {
    let is = |dimension: Dimension, x: f64| figure.dimension == dimension && near(figure, x);
    match value {
        Value::Count(n) => is(Dimension::Plain, *n as f64) && (figure.slack >= 1.0 || figure.value == *n as f64),
        Value::Number(x) => {
            let whole = Figure { slack: figure.slack.max(if figure.slack == 0.0 { 0.5 } else { 0.0 }), ..*figure };
            (figure.dimension == Dimension::Plain && near(&whole, *x)) || is(Dimension::Share, *x)
        }
        Value::Percent(p) => is(Dimension::Percent, *p) || is(Dimension::Share, p / 100.0),
        Value::Milliseconds(ms) => is(Dimension::Duration, *ms),
        Value::Seconds(s) => is(Dimension::Duration, s * 1_000.0),
        Value::Bytes(n) => is(Dimension::Bytes, *n as f64),
        Value::Name(_) | Value::Word(_) | Value::Time(_) => false,
    }
}

/// What kind of figure can say a value.
pub(super) fn dimension(value: &Value) -> Option<Dimension> {
    match value {
        Value::Count(_) | Value::Number(_) => Some(Dimension::Plain),
        Value::Percent(_) => Some(Dimension::Percent),
        Value::Milliseconds(_) | Value::Seconds(_) => Some(Dimension::Duration),
        Value::Bytes(_) => Some(Dimension::Bytes),
        Value::Name(_) | Value::Word(_) | Value::Time(_) => None,
    }
}

/// Within the digits shown, and never off by more than a tenth: "0 ms" is not 0.4 ms, "3" is not 3.4.
fn near(figure: &Figure, x: f64) -> bool {
    let off = (figure.value - x).abs();
    let shown = figure.slack * (1.0 + 1e-9) + 1e-9;
    off <= shown && (off <= 0.1 * x.abs() + 1e-9 || off <= 0.005)
}

/// A snippet that is not cited as a whole must at least use only cited names and figures.
fn snippet_breach(snippet: &str, cited: &[&Evidence], vocabulary: &Vocabulary) -> Option<Why> {
    let named = |word: &str| vocabulary.is_term(word) || cited.iter().any(|e| names(e, word));
    let mut rest = snippet;
    while let Some(start) = rest.find(claim::is_word) {
        rest = rest.get(start..).unwrap_or_default();
        let len = claim::word_length(rest);
        let word = rest.get(..len).unwrap_or_default();
        let keyword = !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase());
        let figure = word.parse::<i64>().is_ok_and(|n| cited.iter().any(|e| e.value == Value::Count(n)));
        if !keyword && !figure && !named(word) {
            return Some(Why::NoSuchName);
        }
        rest = rest.get(len..).unwrap_or_default();
    }
    None
}

/// "A is more than B" where it is not. Only between two neighbouring figures of one dimension.
fn wrong_directions(text: &str, claims: &[Claim]) -> Vec<(String, Why)> {
    const MORE: [&str; 8] =
        ["more than", "above", "exceed", "greater than", "higher than", "longer than", "larger than", "at least"];
    const LESS: [&str; 8] =
        ["less than", "below", "fewer than", "lower than", "shorter than", "smaller than", "at most", "short of"];
    let figures: Vec<(&Claim, &Figure)> =
        claims.iter().filter_map(|c| if let What::Figure(f) = &c.what { Some((c, f)) } else { None }).collect();
    let pairs = figures.iter().zip(figures.iter().skip(1)).filter(|((_, a), (_, b))| a.dimension == b.dimension);
    let mut out = Vec::new();
    for ((left, a), (right, b)) in pairs {
        let between = text.get(left.end..right.start).unwrap_or_default().to_lowercase();
        if between.contains(" not ") || between.contains(" no ") {
            continue;
        }
        let more = MORE.iter().any(|w| between.contains(w));
        let less = LESS.iter().any(|w| between.contains(w));
        if (more && !less && a.value < b.value) || (less && !more && a.value > b.value) {
            out.push((text.get(left.start..right.end).unwrap_or_default().to_owned(), Why::WrongDirection));
        }
    }
    out
}
