//! Ranks intents for a question: how near the question is to each intent's words, and to its nearest phrase.

use super::lexicon::{features, Feature, Lexicon, LEXICON};
use super::words::stems;
use super::{Intent, Product, Routed};

/// What the nearest phrase counts for beside the intent as a whole.
const NEAREST: f64 = 0.4;

/// Below this the question is refused: too little of it is known here.
pub const REFUSED_BELOW: f64 = 0.2;

/// A word nobody here has used weighs like a word of one intent.
fn unknown_idf(lexicon: &Lexicon) -> f64 {
    (1.0 + lexicon.intents.len() as f64).ln()
}

/// Ranks all intents for a question.
pub fn route(question: &str) -> Routed {
    let scored = scores(&LEXICON, question);
    let mut ranked: Vec<(&'static Intent, f64)> = LEXICON.intents().iter().zip(scored).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let is_answerable = ranked.first().is_some_and(|(i, s)| i.product != Product::OutOfScope && *s >= REFUSED_BELOW);
    Routed { ranked, is_answerable }
}

fn scores(lexicon: &Lexicon, question: &str) -> Vec<f64> {
    let stems: Vec<String> = stems(question).into_iter().map(|s| spelled(lexicon, s)).collect();
    let mut near_intents = vec![0.0; lexicon.intents.len()];
    let mut near_phrases = vec![0.0; lexicon.phrases.len()];
    let (mut length, mut foreign) = (0.0, 0.0);
    for (name, count) in features(&stems) {
        if lexicon.foreign.contains(&name) {
            foreign += unknown_idf(lexicon).powi(2);
            continue;
        }
        let Some(feature) = lexicon.features.get(&name) else {
            let unknown = if name.contains(' ') { 0.0 } else { UNKNOWN * unknown_idf(lexicon) };
            length += unknown * unknown;
            continue;
        };
        let weight = feature.idf * count;
        length += weight * weight;
        add(feature, weight, &mut near_intents, &mut near_phrases);
    }
    let foreign_share = f64::sqrt(foreign / (length + foreign).max(1e-9));
    let length = f64::sqrt(length + foreign).max(1e-9);
    let mut nearest = vec![0.0_f64; lexicon.intents.len()];
    for (score, intent) in near_phrases.iter().zip(&lexicon.phrases) {
        if let Some(best) = nearest.get_mut(*intent) {
            *best = best.max(*score);
        }
    }
    let both = |(whole, phrase): (&f64, &f64)| (whole + NEAREST * phrase) / length / (1.0 + NEAREST);
    let mut scores: Vec<f64> = near_intents.iter().zip(&nearest).map(both).collect();
    for (score, intent) in scores.iter_mut().zip(&lexicon.intents) {
        if intent.product == Product::OutOfScope {
            *score = score.max(foreign_share);
        }
    }
    scores
}

/// How much of a known word's weight an unknown one takes off.
const UNKNOWN: f64 = 0.8;

fn add(feature: &Feature, weight: f64, intents: &mut [f64], phrases: &mut [f64]) {
    for (at, w) in &feature.intents {
        if let Some(score) = intents.get_mut(*at) {
            *score += weight * w;
        }
    }
    for (at, w) in &feature.phrases {
        if let Some(score) = phrases.get_mut(*at) {
            *score += weight * w;
        }
    }
}

fn spelled(lexicon: &Lexicon, stem: String) -> String {
    if lexicon.knows(&stem) {
        return stem;
    }
    lexicon.mended(&stem).map_or(stem.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(question: &str) -> Product {
        let routed = route(question);
        if routed.is_answerable {
            routed.ranked[0].0.product
        } else {
            Product::OutOfScope
        }
    }

    #[test]
    fn plain_questions_find_their_answer() {
        for (question, expected) in [
            ("why is the database slow since this morning?", Product::Slow),
            ("who blocks whom?", Product::Blocked),
            ("which tables need a vacum?", Product::Vacuum),
            ("useless indexes?", Product::Indexes),
            ("how many connections are in use", Product::Connections),
            ("which tables are biggest?", Product::Disk),
            ("is fsync on?", Product::Settings),
            ("which sequence is near its end?", Product::Sequences),
            ("who is connected?", Product::Who),
            ("is my database healthy?", Product::Health),
            ("where are the orders stored?", Product::Schema),
            ("when was the last backup?", Product::NotYet),
        ] {
            assert_eq!(product(question), expected, "{question}");
        }
    }

    #[test]
    fn foreign_questions_are_refused() {
        for question in ["", "?!", "asdf qwer", "will it rain in Rome?", "how do I tune MySQL?", "как дела"] {
            assert_eq!(product(question), Product::OutOfScope, "{question}");
        }
    }
}
