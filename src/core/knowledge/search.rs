//! One search: the question's concepts, their postings, what the caller may see, the order, and the reasons.

use super::catalogue::{Catalogue, Entry};
use super::english::stem;
use super::library::Key;
use super::postings::{unpack, Hit};
use super::question::{content_words, understand, Concept};
use super::rank::{rank, Ranked, WEIGHTS};
use super::shelf::{Held, Seen, Shelf};
use super::signs::{idf, signs, Signs};
use super::vector::embed;
use super::why::why;
use crate::ask::words;
use crate::evidence::objects::Object;
use crate::fault::{Fault, Kind};
use crate::value::Value;
use crate::world::Micros;
use std::collections::{HashMap, HashSet};

/// Documents whose vectors are nearest to the question's; the nearness of others counts as none.
const NEAREST: usize = 400;

/// One object found.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub rank: i32,
    pub schema_name: String,
    pub object_name: String,
    pub kind: &'static str,
    /// Between 0 and 1; comparable within one answer only.
    pub score: f64,
    pub why: String,
    /// As it was when the library was refreshed.
    pub object: Object,
    /// Whether every word of the question that names something stands in it.
    pub has_all_words: bool,
}

#[derive(Clone, Debug)]
pub struct Found {
    pub rows: Vec<Row>,
    pub refreshed_at: Micros,
    /// Objects in the library, seen by the caller or not.
    pub objects: usize,
}

/// Knowledge older than this is said to be.
pub const OLD_SECONDS: f64 = 86_400.0;

impl Found {
    /// What the caller should know beside the rows.
    pub fn notice(&self, now: Micros) -> Option<String> {
        let age = (now - self.refreshed_at) as f64 / 1_000_000.0;
        let old = "what was made or altered since is not found as it is now; SELECT * FROM copilot.refresh_knowledge()";
        (age > OLD_SECONDS).then(|| format!("names and comments were last read {} ago: {old}", Value::Seconds(age)))
    }
}

/// The question with everything read for it.
struct Asked {
    concepts: Vec<Concept>,
    hits: HashMap<u32, Vec<Hit>>,
    near: HashMap<u32, f64>,
    seen: HashMap<Key, Seen>,
    checked: HashSet<Key>,
}

/// The `most` likeliest objects that the caller may see; None when nothing was ever refreshed.
pub fn search(shelf: &mut dyn Shelf, question: &str, most: usize) -> Result<Option<Found>, Fault> {
    let Some(Held { catalogue, refreshed_at }) = shelf.held()? else { return Ok(None) };
    let mut asked = read(shelf, &catalogue, question)?;
    let ranked = rank(&catalogue, &asked.signs(&catalogue), &WEIGHTS, wants_routines(question));
    let top = asked.top(shelf, &catalogue, &ranked, most)?;
    let ids: Vec<u32> = top.iter().map(|(entry, ..)| entry.id).collect();
    let mut objects: HashMap<u32, Object> = shelf.documents(&ids)?.into_iter().collect();
    let mut rows = Vec::with_capacity(top.len());
    let content = content_words(question);
    for (entry, seen, score) in top {
        let Some(object) = objects.remove(&entry.id) else { continue };
        let mut why = why(entry.id, &object, &asked.concepts, &asked.hits);
        if why.is_empty() {
            why = "beside or joined to better matches".into();
        }
        let has_all_words = asked.meets_all(entry.id, &content);
        let rank = i32::try_from(rows.len() + 1).unwrap_or(i32::MAX);
        let (schema_name, object_name) = (seen.schema_name, seen.object_name);
        rows.push(Row { rank, schema_name, object_name, kind: entry.kind_name(), score, why, object, has_all_words });
    }
    Ok(Some(Found { rows, refreshed_at, objects: catalogue.entries.len() }))
}

/// The signs of a question without the order, for fitting and measuring.
pub fn signs_of(shelf: &mut dyn Shelf, question: &str) -> Result<Option<(Catalogue, Signs)>, Fault> {
    let Some(Held { catalogue, .. }) = shelf.held()? else { return Ok(None) };
    let asked = read(shelf, &catalogue, question)?;
    let signs = asked.signs(&catalogue);
    Ok(Some((catalogue, signs)))
}

fn wants_routines(question: &str) -> bool {
    let stems = words::stems(question);
    ["function", "procedur", "routin", "trigger"].iter().any(|word| stems.iter().any(|stem| stem == word))
}

fn damaged() -> Fault {
    Fault::new(Kind::Internal, "the stored knowledge of this database cannot be read")
        .hint("run SELECT * FROM copilot.refresh_knowledge()")
}

fn key_of(entry: &Entry) -> Key {
    (entry.is_routine(), entry.oid)
}

/// Reads the postings of the question's stems and keeps the hits in what the caller may see: nothing that is hidden
/// counts for any word's rarity or any schema's coverage.
fn read(shelf: &mut dyn Shelf, catalogue: &Catalogue, question: &str) -> Result<Asked, Fault> {
    let concepts = understand(question, &catalogue.stems);
    let mut stems: Vec<u32> = concepts.iter().flat_map(|c| c.alternatives.iter().map(|(stem, _)| *stem)).collect();
    stems.sort_unstable();
    stems.dedup();
    let mut hits: HashMap<u32, Vec<Hit>> = HashMap::new();
    for (stem, packed) in shelf.postings(&stems)? {
        hits.insert(stem, unpack(&packed).ok_or_else(damaged)?);
    }
    let documents: HashSet<u32> = hits.values().flatten().map(|hit| hit.document).collect();
    let keys: HashMap<u32, Key> =
        documents.iter().filter_map(|id| Some((*id, key_of(catalogue.entries.get(catalogue.place(*id)?)?)))).collect();
    let mut asked =
        Asked { concepts, hits: HashMap::new(), near: HashMap::new(), seen: HashMap::new(), checked: HashSet::new() };
    asked.look(shelf, keys.values().copied().collect())?;
    for list in hits.values_mut() {
        list.retain(|hit| keys.get(&hit.document).is_some_and(|key| asked.seen.contains_key(key)));
    }
    asked.hits = hits;
    if !asked.concepts.is_empty() {
        let vector = asked.vector(catalogue);
        let near = shelf.nearest(&vector, NEAREST)?;
        asked.near = near.into_iter().map(|(id, nearness)| (id, f64::from(nearness))).collect();
    }
    Ok(asked)
}

impl Asked {
    fn signs(&self, catalogue: &Catalogue) -> Signs {
        signs(catalogue, &self.concepts, &self.hits, &self.near)
    }

    /// The question's vector: its stems, the rare ones the heavier.
    fn vector(&self, catalogue: &Catalogue) -> Vec<f32> {
        let rarity = |stem: &u32| match self.hits.get(stem).map_or(0, Vec::len) {
            0 => 0.0,
            with => idf(catalogue.entries.len(), with),
        };
        let mut weighted = Vec::new();
        for concept in &self.concepts {
            let rarest = concept.alternatives.iter().map(|(s, w)| w * rarity(s)).fold(0.0, f64::max) * concept.share;
            for (stem, weight) in &concept.alternatives {
                let text = catalogue.stems.get(*stem as usize).map(String::as_str).unwrap_or_default();
                weighted.push((text, weight * rarity(stem).min(rarest)));
            }
        }
        embed(weighted.into_iter())
    }

    /// Whether each of these stems stands in a document, itself or by a word of its family.
    fn meets_all(&self, document: u32, stems: &HashSet<String>) -> bool {
        let stands = |number: &u32| self.hits.get(number).into_iter().flatten().any(|hit| hit.document == document);
        let is_met = |concept: &Concept| concept.alternatives.iter().any(|(number, w)| *w > 0.5 && stands(number));
        let met: HashSet<String> = self.concepts.iter().filter(|c| is_met(c)).map(|c| stem(&c.word)).collect();
        !stems.is_empty() && stems.is_subset(&met)
    }

    /// Asks once for each object whether the caller may see it.
    fn look(&mut self, shelf: &mut dyn Shelf, keys: Vec<Key>) -> Result<(), Fault> {
        let new: Vec<Key> = keys.into_iter().filter(|key| self.checked.insert(*key)).collect();
        if !new.is_empty() {
            self.seen.extend(shelf.seen(&new)?.into_iter().map(|seen| (seen.key, seen)));
        }
        Ok(())
    }

    /// The first of the order that the caller may see.
    fn top<'c>(
        &mut self,
        shelf: &mut dyn Shelf,
        catalogue: &'c Catalogue,
        ranked: &[Ranked],
        most: usize,
    ) -> Result<Vec<(&'c Entry, Seen, f64)>, Fault> {
        let mut top = Vec::new();
        for part in ranked.chunks(most.max(1) * 2) {
            let entries = || part.iter().filter_map(|r| Some((catalogue.entries.get(r.place)?, r.score)));
            self.look(shelf, entries().map(|(entry, _)| key_of(entry)).collect())?;
            let seen = |(entry, score): (&'c Entry, f64)| Some((entry, self.seen.get(&key_of(entry))?.clone(), score));
            top.extend(entries().filter_map(seen));
            if top.len() >= most {
                break;
            }
        }
        top.truncate(most);
        Ok(top)
    }
}
