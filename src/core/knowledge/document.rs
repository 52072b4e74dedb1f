//! What of an object can be searched: its stems, and where each of them stands.

use super::compound::Vocabulary;
use super::english::{split, stem, ENGLISH};
use crate::evidence::objects::Object;
use std::collections::BTreeMap;

/// The object's own name weighs as much as this many columns.
const NAME_WEIGHT: u32 = 3;

/// Where one stem stands in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Place {
    pub(super) in_name: bool,
    pub(super) in_comment: bool,
    /// How often it comes, the name counting more.
    pub(super) count: u32,
    /// Columns with it in their names: which, and of how many stems the name is.
    pub(super) columns: Vec<(u32, u32)>,
}

pub(super) struct Document {
    pub(super) places: BTreeMap<String, Place>,
    /// Stems in the object's name.
    pub(super) name_stems: u32,
    pub(super) columns: u32,
    /// The sum of all counts.
    pub(super) length: u32,
}

/// The stems of an identifier or comment, each once. A short form gives its long one too, a compound its parts.
fn stems(text: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        let stem = stem(word);
        if !stems.contains(&stem) {
            stems.push(stem);
        }
    };
    for word in split(text).iter().filter(|w| !w.chars().all(char::is_numeric)) {
        let long = |w: &str| ENGLISH.short.get(w);
        if let Some(words) = long(word) {
            words.iter().for_each(|w| add(w));
        } else {
            for part in vocabulary.parts(word).into_iter().flatten() {
                match long(&part) {
                    Some(words) => words.iter().for_each(|w| add(w)),
                    None => add(&part),
                }
            }
        }
        add(word);
    }
    stems
}

impl Document {
    pub(super) fn of(object: &Object, vocabulary: &Vocabulary) -> Document {
        let mut places: BTreeMap<String, Place> = BTreeMap::new();
        let name = stems(&object.object_name, vocabulary);
        let name_stems = name.len() as u32;
        for stem in name {
            let place = places.entry(stem).or_default();
            place.in_name = true;
            place.count += NAME_WEIGHT;
        }
        for (number, column) in object.columns().enumerate() {
            let stems = stems(column, vocabulary);
            let of = stems.len() as u32;
            for stem in stems {
                let place = places.entry(stem).or_default();
                place.count += 1;
                place.columns.push((number as u32, of));
            }
        }
        for comment in object.comments() {
            for stem in stems(comment, vocabulary) {
                let place = places.entry(stem).or_default();
                place.count += 1;
                place.in_comment = true;
            }
        }
        let length = places.values().map(|p| p.count).sum();
        Document { places, name_stems, columns: object.columns().count() as u32, length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::object;

    #[test]
    fn a_stem_knows_where_it_stands() {
        let mut orders = object("shop.customer_orders", &["id", "customer_id", "qty"]);
        orders.comment = Some("what customers ordered".into());
        let document = Document::of(&orders, &Vocabulary::of(std::slice::from_ref(&orders)));
        let customer = &document.places[&stem("customer")];
        assert!(customer.in_name && customer.in_comment);
        assert_eq!(customer.columns, [(1, 2)]);
        assert_eq!(customer.count, 3 + 1 + 1);
        assert!(document.places.contains_key(&stem("quantity")), "short forms are written out");
        assert_eq!((document.name_stems, document.columns), (2, 3));
    }
}
