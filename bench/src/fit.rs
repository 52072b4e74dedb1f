//! Fits the weights of the ranking by maximum likelihood: of the schema of each question's tables among all schemas,
//! and of each table among those of its schema that the question does not need.

use crate::Question;
use copilot_core::knowledge::rank::Weights;
use copilot_core::knowledge::signs::Signs;
use copilot_core::knowledge::Catalogue;
use std::cell::RefCell;
use std::collections::BTreeSet;

const FOLDS: u64 = 5;
const ROUNDS: i32 = 250;
const STEP: f64 = 0.08;
const SHRINK: f64 = 1e-3;

thread_local! {
    static FITTED: RefCell<Vec<Weights>> = const { RefCell::new(Vec::new()) };
}

/// One choice: candidates with their signs, and which of them are right.
struct Choice<const N: usize> {
    right: Vec<usize>,
    candidates: Vec<[f64; N]>,
}

/// A number that has nothing to do with the alphabet.
pub fn mixed(text: &str) -> u64 {
    let h = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let h = (h ^ (h >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h ^ (h >> 32)
}

fn fold(question: &Question) -> u64 {
    mixed(&question.database) % FOLDS
}

/// Fits on all questions, and keeps for each fifth of the databases what was fitted on the others.
pub fn all(questions: &[Question], signs: &[&(Catalogue, Signs)]) -> Weights {
    let folds = (0..FOLDS).map(|f| fitted(questions, signs, |q| fold(q) != f)).collect();
    FITTED.set(folds);
    fitted(questions, signs, |_| true)
}

/// The weights that never saw this question's database.
pub fn without(questions: &[Question], number: usize) -> Weights {
    let fold = questions.get(number).map_or(0, fold) as usize;
    FITTED.with_borrow(|folds| folds.get(fold).copied().unwrap_or(copilot_core::knowledge::rank::WEIGHTS))
}

fn fitted(questions: &[Question], signs: &[&(Catalogue, Signs)], learns: impl Fn(&Question) -> bool) -> Weights {
    let mut schemas = Vec::new();
    let mut tables = Vec::new();
    for (question, (catalogue, signs)) in questions.iter().zip(signs).filter(|(q, _)| learns(q)) {
        let is_gold = |place: usize| catalogue.entries.get(place).is_some_and(|e| question.gold.contains(&e.oid));
        let right: BTreeSet<usize> = signs.tables.iter().filter(|t| is_gold(t.place)).map(|t| t.schema).collect();
        let within: Vec<_> = signs.tables.iter().filter(|t| right.contains(&t.schema)).collect();
        tables.push(Choice {
            right: within.iter().enumerate().filter(|(_, t)| is_gold(t.place)).map(|(n, _)| n).collect(),
            candidates: within.iter().map(|t| t.signs).collect(),
        });
        schemas.push(Choice { right: right.into_iter().collect(), candidates: signs.schemas.clone() });
    }
    Weights { schema: maximum(&schemas), table: maximum(&tables) }
}

/// Gradient ascent (Adam) on the likelihood of each right candidate among itself and the wrong ones.
fn maximum<const N: usize>(choices: &[Choice<N>]) -> [f64; N] {
    let scale = scale(choices);
    let mut weights = [0.0; N];
    let (mut first, mut second) = ([0.0; N], [0.0; N]);
    for round in 1..=ROUNDS {
        let mut slope = [0.0; N];
        choices.iter().for_each(|choice| add_slope(choice, &weights, &scale, &mut slope));
        let decay = (1.0 - 0.9_f64.powi(round), 1.0 - 0.99_f64.powi(round));
        let parts = weights.iter_mut().zip(&slope).zip(first.iter_mut().zip(second.iter_mut()));
        for ((weight, slope), (first, second)) in parts {
            let slope = slope / choices.len().max(1) as f64 - SHRINK * *weight;
            *first = 0.9 * *first + 0.1 * slope;
            *second = 0.99 * *second + 0.01 * slope * slope;
            *weight += STEP * (*first / decay.0) / ((*second / decay.1).sqrt() + 1e-8);
        }
    }
    weights.iter_mut().zip(&scale).for_each(|(w, s)| *w /= s);
    weights
}

/// The standard deviation of each sign.
fn scale<const N: usize>(choices: &[Choice<N>]) -> [f64; N] {
    let all = || choices.iter().flat_map(|c| &c.candidates);
    let count = all().count().max(1) as f64;
    std::array::from_fn(|k| {
        let value = |signs: &[f64; N]| signs.get(k).copied().unwrap_or_default();
        let mean = all().map(value).sum::<f64>() / count;
        (all().map(|s| (value(s) - mean).powi(2)).sum::<f64>() / count).max(1e-12).sqrt()
    })
}

fn add_slope<const N: usize>(choice: &Choice<N>, weights: &[f64; N], scale: &[f64; N], slope: &mut [f64; N]) {
    let strength =
        |signs: &[f64; N]| -> f64 { signs.iter().zip(weights).zip(scale).map(|((x, w), s)| x * w / s).sum() };
    let strengths: Vec<f64> = choice.candidates.iter().map(strength).collect();
    let largest = strengths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut wrong, mut expected) = (0.0, [0.0; N]);
    for (n, (signs, strength)) in choice.candidates.iter().zip(&strengths).enumerate() {
        let likelihood = (strength - largest).exp();
        if !choice.right.contains(&n) {
            wrong += likelihood;
            expected.iter_mut().zip(signs).for_each(|(e, x)| *e += likelihood * x);
        }
    }
    for n in &choice.right {
        let Some((signs, strength)) = choice.candidates.get(*n).zip(strengths.get(*n)) else { continue };
        let own = (strength - largest).exp();
        for (((slope, x), e), s) in slope.iter_mut().zip(signs).zip(&expected).zip(scale) {
            *slope += (x - (e + own * x) / (wrong + own)) / s / choice.right.len() as f64;
        }
    }
}
