//! The built-in embedder: stems and their character 3- to 5-grams, hashed with a sign into 512 dimensions. No weights
//! to load, nothing to ask.

pub const DIMENSIONS: usize = 512;

/// What all n-grams of a stem weigh together beside the stem itself, before the square root of their number.
const GRAMS: f64 = 0.6;
/// Components are whole multiples of this, so that an inner product is exact in single precision whatever the order
/// of its additions: pgvector and the plain scan rank alike to the last bit.
const STEP: f32 = 1.0 / 16.0;
/// BM25's saturation, and a length that does not depend on other documents, so that a vector changes only with its
/// own document.
const K1: f64 = 1.2;
const B: f64 = 0.75;
const USUAL_LENGTH: f64 = 25.0;

/// FNV-1a, finished so that high bits depend on all of the text.
fn hash(text: &str) -> u64 {
    let fnv = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (fnv ^ (fnv >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 32)
}

fn add(vector: &mut [f32], text: &str, weight: f64) {
    let hash = hash(text);
    let sign = if hash >> 63 == 1 { 1.0 } else { -1.0 };
    if let Some(component) = vector.get_mut(hash as usize % DIMENSIONS) {
        *component += (sign * weight) as f32;
    }
}

/// The vector of weighted stems, not normalised.
pub(super) fn embed<'a>(stems: impl Iterator<Item = (&'a str, f64)>) -> Vec<f32> {
    let mut vector = vec![0.0; DIMENSIONS];
    for (stem, weight) in stems {
        add(&mut vector, stem, weight);
        let framed: Vec<char> = format!("^{stem}$").chars().collect();
        let grams: Vec<String> = (3..=5).flat_map(|n| framed.windows(n).map(|w| w.iter().collect())).collect();
        let each = weight * GRAMS / (grams.len() as f64).sqrt().max(1.0);
        grams.iter().for_each(|gram| add(&mut vector, gram, each));
    }
    vector.iter_mut().for_each(|x| *x = (*x / STEP).round() * STEP);
    vector
}

/// The weight of a stem in its document's vector. Rarity enters on the question's side alone.
pub(super) fn weight(count: u32, length: u32) -> f64 {
    let count = f64::from(count);
    count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * f64::from(length) / USUAL_LENGTH))
}

/// The inner product, as a scan without an index reckons it.
pub fn inner_product(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(stems: &[&str]) -> Vec<f32> {
        embed(stems.iter().map(|s| (*s, 1.0)))
    }

    #[test]
    fn a_likely_misspelling_is_nearer_than_another_word() {
        let nearness = |a: &str, b: &str| inner_product(&of(&[a]), &of(&[b]));
        assert!(nearness("architect", "archtect") > nearness("architect", "customer") + 0.05);
        assert!(nearness("architect", "architect") > 1.0);
    }

    #[test]
    fn the_order_of_additions_does_not_matter() {
        let (a, b) = (of(&["order", "item", "custom", "quantiti"]), of(&["item", "order", "price"]));
        let forward = inner_product(&a, &b);
        let backward: f32 = a.iter().rev().zip(b.iter().rev()).map(|(x, y)| x * y).sum();
        let lanes: f32 = (0..8).map(|l| a.iter().zip(&b).skip(l).step_by(8).map(|(x, y)| x * y).sum::<f32>()).sum();
        assert_eq!((forward, forward), (backward, lanes));
    }
}
