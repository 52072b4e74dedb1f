//! From signs to an order: how likely each schema is the one that was meant, and how likely each of its tables is.

use super::catalogue::Catalogue;
use super::signs::{Signs, OF_A_SCHEMA, OF_A_TABLE};

/// How much each sign counts, in the order of [`OF_A_SCHEMA`] and [`OF_A_TABLE`].
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    pub schema: [f64; OF_A_SCHEMA],
    pub table: [f64; OF_A_TABLE],
}

/// Fitted by maximum likelihood over labelled questions (`bench/src/bin/knowledge.rs --fit`).
pub const WEIGHTS: Weights = Weights {
    schema: [0.289, 0.260, 0.005, -1.788, 0.174, 0.305, 2.077],
    table: [1.493, 0.011, 0.533, 0.392, 0.572, 0.878, 0.129, 0.129],
};

/// A table's share within its schema counts half as much as its schema's, so that a schema which was clearly meant
/// comes whole before parts of others.
const WITHIN: f64 = 0.5;
/// Routines stand behind tables that fit as well, unless the question asks for routines.
const ROUTINE: f64 = 2.0;

/// One object in the order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Place in the catalogue.
    pub place: usize,
    /// Between 0 and 1; comparable within one answer only.
    pub score: f64,
}

/// All candidates, the likeliest first; equals in the order of their ids.
pub fn rank(catalogue: &Catalogue, signs: &Signs, weights: &Weights, wants_routines: bool) -> Vec<Ranked> {
    let schemas: Vec<f64> = signs.schemas.iter().map(|s| sum(s, &weights.schema)).collect();
    let tables: Vec<f64> = signs.tables.iter().map(|t| sum(&t.signs, &weights.table)).collect();
    let all = log_sum(schemas.iter().copied());
    let mut of_schema: Vec<Vec<f64>> = vec![Vec::new(); schemas.len()];
    for (table, strength) in signs.tables.iter().zip(&tables) {
        if let Some(tables) = of_schema.get_mut(table.schema) {
            tables.push(*strength);
        }
    }
    let within: Vec<f64> = of_schema.into_iter().map(|tables| log_sum(tables.into_iter())).collect();
    let log_likelihood = |(table, strength): (&super::signs::Candidate, &f64)| {
        let schema = schemas.get(table.schema)? - all;
        let share = strength - within.get(table.schema)?;
        let is_routine = catalogue.entries.get(table.place)?.is_routine();
        let behind = if is_routine && !wants_routines { ROUTINE } else { 0.0 };
        Some(Ranked { place: table.place, score: (schema + WITHIN * share - behind).exp() })
    };
    let mut ranked: Vec<Ranked> = signs.tables.iter().zip(&tables).filter_map(log_likelihood).collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
    ranked
}

fn sum<const N: usize>(signs: &[f64; N], weights: &[f64; N]) -> f64 {
    signs.iter().zip(weights).map(|(s, w)| s * w).sum()
}

/// The logarithm of a sum of exponentials.
fn log_sum(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
    largest + values.map(|v| (v - largest).exp()).sum::<f64>().ln()
}
