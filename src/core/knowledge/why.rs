//! Why an object was found: which word of the question stands where.

use super::postings::Hit;
use super::question::Concept;
use crate::evidence::objects::Object;
use std::collections::HashMap;

/// Columns named for one word.
const COLUMNS: usize = 3;

/// `orders: name; emails: column "contact_email"`, in the order of the question; empty when no word is in the document.
pub(super) fn why(document: u32, object: &Object, concepts: &[Concept], hits: &HashMap<u32, Vec<Hit>>) -> String {
    let columns: Vec<&str> = object.columns().collect();
    let mut reasons = Vec::new();
    for concept in concepts {
        let mut places: Vec<String> = Vec::new();
        for (stem, _) in &concept.alternatives {
            let found = hits.get(stem).into_iter().flatten().find(|hit| hit.document == document);
            found.into_iter().flat_map(|hit| places_of(hit, &columns)).for_each(|place| {
                if !places.contains(&place) {
                    places.push(place);
                }
            });
        }
        if !places.is_empty() {
            let more = places.len().saturating_sub(COLUMNS);
            places.truncate(COLUMNS);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            reasons.push(format!("{}: {}{more}", concept.word, places.join(", ")));
        }
    }
    reasons.join("; ")
}

fn places_of(hit: &Hit, columns: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    if hit.in_name {
        places.push("name".to_owned());
    }
    let named = hit.columns.iter().filter_map(|(number, _)| columns.get(*number as usize));
    places.extend(named.map(|name| format!("column \"{name}\"")));
    if hit.in_comment {
        places.push("comment".to_owned());
    }
    places
}
