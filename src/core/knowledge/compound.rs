//! Names that run together (`securitygroups`), split by the words that stand alone elsewhere in the same database.

use super::english::{split, ENGLISH};
use crate::evidence::objects::Object;
use std::collections::{HashMap, HashSet};

/// Shorter words are left as they are, and so are shorter parts.
const SHORTEST_WORD: usize = 7;
const SHORTEST_PART: usize = 3;
const MOST_PARTS: usize = 4;
/// A word of everyday English counts as if this many schemas used it.
const EVERYDAY: usize = 2;

/// How many schemas use a word by itself.
pub(super) struct Vocabulary(HashMap<String, usize>);

impl Vocabulary {
    pub(super) fn of(objects: &[Object]) -> Vocabulary {
        let mut schemas: HashMap<String, HashSet<&str>> = HashMap::new();
        for object in objects {
            for text in object.texts() {
                for word in split(text).into_iter().filter(|w| w.chars().count() >= SHORTEST_PART) {
                    schemas.entry(word).or_default().insert(&object.schema_name);
                }
            }
        }
        let mut counts: HashMap<String, usize> = schemas.into_iter().map(|(w, s)| (w, s.len())).collect();
        for word in &ENGLISH.common {
            *counts.entry((*word).to_owned()).or_default() += EVERYDAY;
        }
        Vocabulary(counts)
    }

    /// The parts of a word that runs together: as few as can be, each used by more schemas than the whole.
    pub(super) fn parts(&self, word: &str) -> Option<Vec<String>> {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < SHORTEST_WORD {
            return None;
        }
        let alone = self.0.get(word).copied().unwrap_or_default().max(1);
        // For each end: the fewest parts, how common they are, and where the last one begins.
        let mut best: Vec<Option<(usize, f64, usize)>> = vec![None; letters.len() + 1];
        *best.first_mut()? = Some((0, 0.0, 0));
        for end in SHORTEST_PART..=letters.len() {
            for begin in 0..=end - SHORTEST_PART {
                let Some((parts, weight, _)) = best.get(begin).copied().flatten() else { continue };
                let part: String = letters.get(begin..end)?.iter().collect();
                let uses = self.0.get(&part).copied().unwrap_or_default();
                if uses <= alone || end - begin == letters.len() {
                    continue;
                }
                let found = (parts + 1, weight + (uses as f64).ln(), begin);
                let place = best.get_mut(end)?;
                if place.is_none_or(|(p, w, _)| found.0 < p || (found.0 == p && found.1 > w)) {
                    *place = Some(found);
                }
            }
        }
        let (count, ..) = best.last().copied().flatten()?;
        if count > MOST_PARTS {
            return None;
        }
        let mut parts = Vec::new();
        let mut end = letters.len();
        while end > 0 {
            let (_, _, begin) = best.get(end).copied().flatten()?;
            parts.push(letters.get(begin..end)?.iter().collect());
            end = begin;
        }
        parts.reverse();
        Some(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::object;

    #[test]
    fn a_compound_is_split_by_the_words_of_its_neighbours() {
        let rows = [
            object("a.security_group", &["port_id"]),
            object("b.security", &["group_name", "port"]),
            object("c.securitygroupport", &["nationality"]),
            object("d.port", &["nation"]),
        ];
        let vocabulary = Vocabulary::of(&rows);
        assert_eq!(vocabulary.parts("securitygroupport").unwrap(), ["security", "group", "port"]);
        assert_eq!(vocabulary.parts("nationality"), None, "\"ality\" is no word");
        assert_eq!(vocabulary.parts("port"), None, "too short to run together");
        assert_eq!(vocabulary.parts("ééééééééé"), None);
    }
}
