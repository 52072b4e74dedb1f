//! What a sentence by a model may say at all: what our own sentences said of the same evidence, in other order and
//! fewer words.
//!
//! [`super::verify_sentence`] compares values; it does not see a negation, a cause, a judgement or a swapped role. So a
//! model's sentence may use no word but these: the plainest words of the language, the words of our own sentences that
//! share evidence with it, and the names of what was measured. A part with a negation may use only words of parts with
//! one, and the other way round. Two names stand in the order we gave them, with "by" where we said "by". A figure does
//! not take the name of another measure. What says nothing that can be checked is not said.

use super::bind::Bindings;
use super::claim::{claims, Claim, What};
use super::clause::{clauses, is_negation, Clause};
use super::hold;
use super::number::Figure;
use super::{Vocabulary, Why};
use crate::ask::words::stems;
use crate::evidence::Evidence;
use crate::sentence::{Dossier, Sentence};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Words that claim nothing by themselves.
const PLAIN: &str =
    "a an the is are was were be been being has have had having it its they them their this that these \
    those there here of in on at by for from to with as and also both each about around approximately roughly so far \
    than then where when who whom which whose while during within beside besides per i e one";

/// Words for the same thing; the first is what they are compared as.
const SAME: [&[&str]; 9] = [
    &["session", "connection", "backend", "process"],
    &["statement", "query"],
    &["take", "took", "taken", "spend", "spent", "occupy"],
    &["row", "tuple"],
    &["wait", "await"],
    &["role", "user"],
    &["average", "mean"],
    &["begin", "began", "begun", "start"],
    &["hold", "held"],
];

/// Verbs that at the beginning of a sentence tell somebody to do something.
const ORDERS: &str = "add adjust alter analyze analyse ask avoid cancel change check close commit configure consider \
    create decrease delete disable drop enable end ensure execute fix free grant increase investigate keep kill let \
    limit look lower make monitor move note optimize please promote raise rebuild reduce refresh reindex remember \
    remove rename replace reset restart review revoke rewrite roll run set stop switch terminate test truncate try tune \
    turn update upgrade use vacuum verify wait watch";

/// Everything a sentence says beyond what our own sentences say.
pub fn beyond(sentence: &Sentence, own: &Dossier, vocabulary: &Vocabulary) -> Vec<(String, Why)> {
    let cited: Vec<&Evidence> = sentence.cites.iter().filter_map(|at| own.evidence.get(*at)).collect();
    let said = Part::of(&sentence.text, &cited, vocabulary);
    let sources: Vec<Part> = own
        .sentences
        .iter()
        .filter(|s| s.cites.iter().any(|at| sentence.cites.contains(at)))
        .map(|s| {
            let cited: Vec<&Evidence> = s.cites.iter().filter_map(|at| own.evidence.get(*at)).collect();
            Part::of(&s.text, &cited, vocabulary)
        })
        .collect();
    let mut out = Vec::new();
    if said.claims.is_empty() || sentence.text.contains(['?', '!']) || is_order(&sentence.text) {
        out.push((sentence.text.clone(), Why::NotStated));
    }
    out.extend(unknown_words(&said, &sources, &cited));
    out.extend(swapped_names(&said, &sources));
    out.extend(swapped_figures(&said, &sources));
    out.extend(lone_wholes(&said, &sources));
    out.extend(lost_which(&said, &sources));
    out.extend(wrong_measures(&said, &cited));
    out
}

/// A sentence taken apart.
struct Part {
    text: String,
    claims: Vec<Claim>,
    clauses: Vec<Clause>,
}

impl Part {
    fn of(text: &str, cited: &[&Evidence], vocabulary: &Vocabulary) -> Part {
        let claims = claims(text, cited, vocabulary);
        let clauses = clauses(text, &claims);
        Part { text: text.to_owned(), claims, clauses }
    }

    /// Claims of one clause.
    fn inside<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = &'a Claim> {
        self.claims.iter().filter(|c| (clause.start..clause.end).contains(&c.start))
    }
}

fn is_order(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).unwrap_or_default().to_lowercase();
    ORDERS.split_whitespace().any(|word| word == first)
}

/// A stem as it is compared.
fn canonical(stem: &str) -> &str {
    static FIRST: LazyLock<BTreeMap<String, &str>> = LazyLock::new(|| {
        let of = |group: &&[&'static str]| {
            let first = group.first().copied().unwrap_or_default();
            group.iter().flat_map(|word| stems(word)).map(|stem| (stem, first)).collect::<Vec<_>>()
        };
        SAME.iter().flat_map(of).collect()
    });
    FIRST.get(stem).copied().unwrap_or(stem)
}

fn is_plain(stem: &str) -> bool {
    static STEMS: LazyLock<BTreeSet<String>> = LazyLock::new(|| stems(PLAIN).into_iter().collect());
    STEMS.contains(stem)
}

fn unknown_words(said: &Part, sources: &[Part], cited: &[&Evidence]) -> Vec<(String, Why)> {
    let kinds: BTreeSet<String> = cited.iter().flat_map(|e| words_of(&e.source)).collect();
    let measures: BTreeSet<String> = cited.iter().flat_map(|e| words_of(&e.measure)).collect();
    let stated = |negated: bool| -> BTreeSet<&str> {
        let same = sources.iter().flat_map(|s| &s.clauses).filter(move |c| c.is_negated == negated);
        same.flat_map(|c| &c.words).map(|w| canonical(w)).collect()
    };
    let (positive, negative) = (stated(false), stated(true));
    let known = |clause: &Clause, word: &str| {
        let word = canonical(word);
        let free = is_plain(word) || kinds.contains(word);
        match clause.is_negated {
            false => free || positive.contains(word) || measures.contains(word),
            true => {
                let telling = |w: &&String| !is_plain(w) && !is_negation(w);
                let denied = clause.words.iter().filter(telling).any(|w| negative.contains(canonical(w)));
                free || negative.contains(word) || (is_negation(word) && denied)
            }
        }
    };
    let unknown = said.clauses.iter().flat_map(|c| c.words.iter().filter(move |w| !known(c, w)));
    unknown.map(|word| (word.clone(), Why::NotStated)).collect()
}

/// The words of an identifier such as `dead_rows`, as they are compared.
fn words_of(identifier: &str) -> Vec<String> {
    stems(&identifier.replace('_', " ")).iter().map(|w| canonical(w).to_owned()).collect()
}

fn name(claim: &Claim) -> Option<String> {
    match &claim.what {
        What::Name(name) => Some(name.rsplit_once('.').map_or(name.as_str(), |(_, last)| last).to_lowercase()),
        _ => None,
    }
}

/// Two names next to each other in one clause stand as in one of our sentences, with "by" between them or not.
fn swapped_names(said: &Part, sources: &[Part]) -> Vec<(String, Why)> {
    let mut out = Vec::new();
    for clause in &said.clauses {
        let names: Vec<&Claim> = said.inside(clause).filter(|c| name(c).is_some()).collect();
        for (left, right) in names.iter().zip(names.iter().skip(1)) {
            let pair = (name(left), name(right), by_between(said, left, right));
            let known = sources.iter().any(|source| pairs(source).contains(&pair));
            if pair.0 != pair.1 && !known {
                out.push((format!("{} {}", left.text, right.text), Why::WrongOrder));
            }
        }
    }
    out
}

/// All pairs of names of a sentence in their order.
fn pairs(part: &Part) -> Vec<(Option<String>, Option<String>, bool)> {
    let names: Vec<&Claim> = part.claims.iter().filter(|c| name(c).is_some()).collect();
    let of = |(at, left): (usize, &&Claim)| {
        let left = *left;
        let rest: Vec<&Claim> = names.iter().skip(at + 1).copied().collect();
        rest.into_iter().map(|right| (name(left), name(right), by_between(part, left, right))).collect::<Vec<_>>()
    };
    names.iter().enumerate().flat_map(of).collect()
}

fn by_between(part: &Part, left: &Claim, right: &Claim) -> bool {
    let between = part.clauses.iter().filter(|c| c.start < right.start && c.end > left.end);
    between.into_iter().any(|c| c.words.iter().any(|w| w == "by"))
}

/// "A of B", "from A to B": two figures of one kind in one clause stand in the order we gave them, where we gave both.
fn swapped_figures(said: &Part, sources: &[Part]) -> Vec<(String, Why)> {
    let mut out = Vec::new();
    for clause in &said.clauses {
        let figures: Vec<(&Claim, &Figure)> = said.inside(clause).filter_map(figure).collect();
        for ((left, a), (right, b)) in figures.iter().zip(figures.iter().skip(1)) {
            let order = |source: &Part| {
                let all: Vec<&Figure> = source.claims.iter().filter_map(figure).map(|(_, f)| f).collect();
                let place = |f: &Figure| all.iter().position(|o| alike(o, f));
                place(a).zip(place(b)).map(|(a, b)| a <= b)
            };
            let orders: Vec<bool> = sources.iter().filter_map(order).collect();
            if a.dimension == b.dimension && !alike(a, b) && !orders.is_empty() && !orders.contains(&true) {
                out.push((format!("{} {}", left.text, right.text), Why::WrongOrder));
            }
        }
    }
    out
}

/// "17 of 20": the whole is said as a whole, never as a figure by itself.
fn lone_wholes(said: &Part, sources: &[Part]) -> Vec<(String, Why)> {
    let is_whole = |part: &Part, at: usize| {
        let pair = at.checked_sub(1).and_then(|left| part.claims.get(left)).zip(part.claims.get(at));
        pair.is_some_and(|(left, right)| {
            let gap = part.text.get(left.end..right.start).unwrap_or_default();
            figure(left).is_some() && ["of", "out of"].contains(&gap.trim())
        })
    };
    let figures = said.claims.iter().enumerate().filter_map(|(at, claim)| Some((at, claim, figure(claim)?.1)));
    let lone = figures.filter(|(at, _, f)| {
        let same =
            |source: &&Part, other: usize| source.claims.get(other).and_then(figure).is_some_and(|o| alike(o.1, f));
        let places = sources.iter().flat_map(|s| (0..s.claims.len()).map(move |other| (s, other)));
        let said_as_whole: Vec<bool> =
            places.filter(|(s, other)| same(s, *other)).map(|(s, other)| is_whole(s, other)).collect();
        !said_as_whole.is_empty() && said_as_whole.iter().all(|whole| *whole) && !is_whole(said, *at)
    });
    lone.map(|(_, claim, _)| (claim.text.clone(), Why::WrongMeasure)).collect()
}

/// Words that say which of several values a figure or time is.
const WHICH: &str = "each per every average mean longest shortest largest smallest oldest newest last first maximum \
    minimum total";

/// A figure or time that we gave as the longest, or for each call, is not said without that.
fn lost_which(said: &Part, sources: &[Part]) -> Vec<(String, Why)> {
    let which: BTreeSet<String> = stems(WHICH).iter().map(|w| canonical(w).to_owned()).collect();
    let words: BTreeSet<&str> = said.clauses.iter().flat_map(|c| &c.words).map(|w| canonical(w)).collect();
    let lost = |claim: &&Claim| {
        let same = |c: &&Clause, source: &Part| source.inside(c).any(|other| is_same(other, claim));
        let clauses = sources.iter().flat_map(|s| s.clauses.iter().filter(move |c| same(c, s)));
        let wanted: Vec<Vec<&str>> =
            clauses.map(|c| c.words.iter().map(|w| canonical(w)).filter(|w| which.contains(*w)).collect()).collect();
        !wanted.is_empty() && wanted.iter().all(|w| !w.is_empty() && !w.iter().any(|w| words.contains(w)))
    };
    said.claims.iter().filter(lost).map(|claim| (claim.text.clone(), Why::WrongMeasure)).collect()
}

/// The same figure, or a time in the same words.
fn is_same(a: &Claim, b: &Claim) -> bool {
    match (&a.what, &b.what) {
        (What::Figure(a), What::Figure(b)) => alike(a, b),
        (What::Time(_), What::Time(_)) => a.text.starts_with(&b.text) || b.text.starts_with(&a.text),
        _ => false,
    }
}

fn figure(claim: &Claim) -> Option<(&Claim, &Figure)> {
    match &claim.what {
        What::Figure(figure) => Some((claim, figure)),
        _ => None,
    }
}

fn alike(a: &Figure, b: &Figure) -> bool {
    a.dimension == b.dimension && (a.value - b.value).abs() <= a.slack.max(b.slack) + 1e-9
}

/// How many words beside a figure say what it measures.
const BESIDE: usize = 6;

/// A figure beside the name of another measure of the same object.
fn wrong_measures(said: &Part, cited: &[&Evidence]) -> Vec<(String, Why)> {
    let bindings = Bindings::of(&said.text, &said.claims, cited);
    let mut out = Vec::new();
    for (at, claim) in said.claims.iter().enumerate().filter(|(_, c)| figure(c).is_some()) {
        let beside = beside(said, at);
        let fits = |e: &Evidence| {
            let own = set(&e.measure);
            let others = cited.iter().filter(|o| o.object == e.object && o.measure != e.measure);
            let (kin, strange): (Vec<&Evidence>, Vec<&Evidence>) =
                others.filter(|o| hold::dimension(&o.value).is_some()).partition(|o| are_kin(o, e));
            let kin: BTreeSet<String> = kin.iter().flat_map(|o| words_of(&o.measure)).collect();
            let strange: BTreeSet<String> = strange.iter().flat_map(|o| words_of(&o.measure)).collect();
            let says = |these: &BTreeSet<String>, not: &BTreeSet<String>| {
                beside.iter().any(|w| these.contains(w) && !not.contains(w))
            };
            (says(&own, &kin) || !says(&kin, &own)) && (says(&own, &BTreeSet::new()) || !says(&strange, &own))
        };
        let mut meant = cited.iter().copied().filter(|e| hold::says(e, claim) && bindings.allow(at, e)).peekable();
        if meant.peek().is_some() && !meant.any(fits) {
            out.push((claim.text.clone(), Why::WrongMeasure));
        }
    }
    out
}

fn set(identifier: &str) -> BTreeSet<String> {
    words_of(identifier).into_iter().collect()
}

fn are_kin(a: &Evidence, b: &Evidence) -> bool {
    hold::dimension(&a.value) == hold::dimension(&b.value)
}

/// The words after a figure up to the next one or the end of its clause; those before it when there are none.
fn beside(said: &Part, at: usize) -> Vec<String> {
    let Some(claim) = said.claims.get(at) else { return Vec::new() };
    let clause = said.clauses.iter().find(|c| (c.start..c.end).contains(&claim.start));
    let (from, to) = clause.map_or((0, said.text.len()), |c| (c.start, c.end));
    let next = said.claims.iter().skip(at + 1).find(|c| figure(c).is_some()).map_or(to, |c| c.start.min(to));
    let last = said.claims.iter().take(at).rfind(|c| figure(c).is_some()).map_or(from, |c| c.end.max(from));
    let words = |from: usize, to: usize| {
        let all = stems(said.text.get(from..to).unwrap_or_default());
        all.iter().filter(|w| !is_plain(w)).map(|w| canonical(w).to_owned()).collect::<Vec<_>>()
    };
    let after: Vec<String> = words(claim.end, next.max(claim.end)).into_iter().take(BESIDE).collect();
    match after.is_empty() {
        false => after,
        true => words(last, claim.start).into_iter().rev().take(BESIDE).collect(),
    }
}
