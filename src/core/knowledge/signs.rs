//! What speaks for each schema and for each table in it: a handful of numbers, none of which knows a weight.

use super::catalogue::{Catalogue, Entry};
use super::postings::Hit;
use super::question::Concept;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// BM25's two constants.
const K1: f64 = 1.2;
const B: f64 = 0.6;
/// A word in a column's name, or in a comment, against one in the table's name.
const IN_COLUMN: f64 = 0.9;
const IN_COMMENT: f64 = 0.7;
/// How much of a column's name a question has to say to have said it.
const SAID: f64 = 0.85;
/// What the name adds to BM25 when tables are compared within their schema.
const NAME_AGAIN: f64 = 0.5;
/// A larger schema covers more of a question by chance; beyond these sizes it makes no difference.
const SMALL: f64 = 8.0;
const LARGE: f64 = 30.0;

/// For a schema: BM25 of its best table and of the second best, the nearest vector, its size, the share of the
/// question it covers, the share that one table covers together with one it is joined to, columns said in full.
pub const OF_A_SCHEMA: usize = 7;
/// For a table: columns said in full, nearness of the vector, how many columns, its name said, the words that it
/// explains and others do not, being the best, the best of those joined to it, the second best.
pub const OF_A_TABLE: usize = 8;

/// The signs of one question.
pub struct Signs {
    pub schemas: Vec<[f64; OF_A_SCHEMA]>,
    pub tables: Vec<Candidate>,
}

pub struct Candidate {
    /// Place in the catalogue.
    pub place: usize,
    /// Place in [`Signs::schemas`].
    pub schema: usize,
    pub signs: [f64; OF_A_TABLE],
}

/// How well one concept is met by one document.
#[derive(Clone, Copy, Default)]
struct Met {
    name: f64,
    column: f64,
    comment: f64,
    /// BM25's part that grows with the count, times how well the stem stands for the word.
    saturated: f64,
}

impl Met {
    fn at_all(&self) -> f64 {
        self.name.max(self.column * IN_COLUMN).max(self.comment * IN_COMMENT)
    }
}

/// What the question finds in one document.
#[derive(Clone, Default)]
struct Card {
    met: Vec<Met>,
    name_found: f64,
    columns_found: BTreeMap<u32, f64>,
    bm25: f64,
    name_said: f64,
    columns_said: f64,
    /// BM25 with the name counted again.
    fit: f64,
}

/// A concept's weight by how rare it is: over documents, and over schemas.
struct Rarity {
    document: f64,
    schema: f64,
}

/// Documents and schemas without any of the words, added to every database: in one of four tables a word that is in
/// three of them still says more than none.
const OTHER_DOCUMENTS: f64 = 200.0;
const OTHER_SCHEMAS: f64 = 20.0;

fn inverse_frequency(all: f64, with: usize) -> f64 {
    let with = with as f64;
    (1.0 + (all - with + 0.5).max(0.0) / (with + 0.5)).ln()
}

/// Inverse document frequency, as BM25 has it.
pub(super) fn idf(documents: usize, with: usize) -> f64 {
    inverse_frequency(documents as f64 + OTHER_DOCUMENTS, with)
}

/// The signs of a question, from the hits of its stems in documents that the caller may see.
pub(super) fn signs(
    catalogue: &Catalogue,
    concepts: &[Concept],
    hits: &HashMap<u32, Vec<Hit>>,
    near: &HashMap<u32, f64>,
) -> Signs {
    let members = members(catalogue);
    let rarities: Vec<Rarity> = concepts.iter().map(|c| rarity(c, catalogue, hits, members.len())).collect();
    let cards = cards(catalogue, concepts, hits, &rarities);
    let touched: BTreeSet<u32> =
        cards.keys().filter_map(|place| catalogue.entries.get(*place)).map(|entry| entry.group).collect();
    let blank = Card { met: vec![Met::default(); concepts.len()], ..Card::default() };
    let scene = Scene { catalogue, cards: &cards, blank: &blank, rarities: &rarities, near };
    let mut out = Signs { schemas: Vec::new(), tables: Vec::new() };
    for group in touched {
        let places = members.get(group as usize).map(Vec::as_slice).unwrap_or_default();
        scene.add(places, &mut out);
    }
    out
}

fn members(catalogue: &Catalogue) -> Vec<Vec<usize>> {
    let groups = catalogue.entries.iter().map(|e| e.group as usize + 1).max().unwrap_or_default();
    let mut members = vec![Vec::new(); groups];
    for (place, entry) in catalogue.entries.iter().enumerate() {
        if let Some(group) = members.get_mut(entry.group as usize) {
            group.push(place);
        }
    }
    members
}

fn rarity(concept: &Concept, catalogue: &Catalogue, hits: &HashMap<u32, Vec<Hit>>, groups: usize) -> Rarity {
    let mut rarity = Rarity { document: 0.0, schema: 0.0 };
    for (stem, weight) in &concept.alternatives {
        let hits = hits.get(stem).map(Vec::as_slice).unwrap_or_default();
        let group = |hit: &Hit| catalogue.entries.get(catalogue.place(hit.document)?).map(|e| e.group);
        let in_groups: BTreeSet<u32> = hits.iter().filter_map(group).collect();
        if !hits.is_empty() {
            rarity.document = rarity.document.max(weight * idf(catalogue.entries.len(), hits.len()));
            rarity.schema =
                rarity.schema.max(weight * inverse_frequency(groups as f64 + OTHER_SCHEMAS, in_groups.len()));
        }
    }
    Rarity { document: rarity.document * concept.share, schema: rarity.schema * concept.share }
}

fn cards(
    catalogue: &Catalogue,
    concepts: &[Concept],
    hits: &HashMap<u32, Vec<Hit>>,
    rarities: &[Rarity],
) -> BTreeMap<usize, Card> {
    let mean = catalogue.mean_length();
    let mut cards: BTreeMap<usize, Card> = BTreeMap::new();
    let mut best: BTreeMap<u32, f64> = BTreeMap::new();
    for (number, concept) in concepts.iter().enumerate() {
        for (stem, weight) in &concept.alternatives {
            let known = best.entry(*stem).or_default();
            *known = known.max(*weight);
            for hit in hits.get(stem).into_iter().flatten() {
                let Some(place) = catalogue.place(hit.document) else { continue };
                let length = catalogue.entries.get(place).map_or(0.0, |e| f64::from(e.length));
                let card = cards.entry(place).or_default();
                card.met.resize(concepts.len(), Met::default());
                if let Some(met) = card.met.get_mut(number) {
                    meet(met, hit, *weight, length / mean);
                }
            }
        }
    }
    for (stem, weight) in best {
        for hit in hits.get(&stem).into_iter().flatten() {
            let Some(card) = catalogue.place(hit.document).and_then(|place| cards.get_mut(&place)) else { continue };
            card.name_found += if hit.in_name { weight } else { 0.0 };
            for (column, of) in &hit.columns {
                *card.columns_found.entry(*column).or_default() += weight / f64::from(*of).max(1.0);
            }
        }
    }
    for (place, card) in &mut cards {
        let name_stems = catalogue.entries.get(*place).map_or(1.0, |e| f64::from(e.name_stems)).max(1.0);
        let sum =
            |part: fn(&Met) -> f64| -> f64 { card.met.iter().zip(rarities).map(|(m, r)| part(m) * r.document).sum() };
        let (bm25, name) = (sum(|m| m.saturated), sum(|m| m.name));
        card.bm25 = bm25;
        card.fit = bm25 + NAME_AGAIN * name;
        card.name_said = name * card.name_found / name_stems;
        card.columns_said = (1.0 + card.columns_found.values().filter(|found| **found > SAID).count() as f64).ln();
    }
    cards
}

fn meet(met: &mut Met, hit: &Hit, weight: f64, relative_length: f64) {
    let count = f64::from(hit.count);
    let saturated = count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * relative_length));
    met.saturated = met.saturated.max(weight * saturated);
    met.name = met.name.max(if hit.in_name { weight } else { 0.0 });
    met.column = met.column.max(if hit.columns.is_empty() { 0.0 } else { weight });
    met.comment = met.comment.max(if hit.in_comment { weight } else { 0.0 });
}

struct Scene<'a> {
    catalogue: &'a Catalogue,
    cards: &'a BTreeMap<usize, Card>,
    blank: &'a Card,
    rarities: &'a [Rarity],
    near: &'a HashMap<u32, f64>,
}

impl Scene<'_> {
    fn card(&self, place: usize) -> &Card {
        self.cards.get(&place).unwrap_or(self.blank)
    }

    fn entry(&self, place: usize) -> Option<&Entry> {
        self.catalogue.entries.get(place)
    }

    fn nearness(&self, place: usize) -> f64 {
        self.entry(place).and_then(|e| self.near.get(&e.id)).copied().unwrap_or_default()
    }

    fn neighbours(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        self.entry(place).into_iter().flat_map(|e| &e.neighbours).map(|n| *n as usize)
    }

    /// Adds one schema and its tables.
    fn add(&self, places: &[usize], out: &mut Signs) {
        let schema = out.schemas.len();
        out.schemas.push(self.of_schema(places));
        let mut total = vec![0.0; self.rarities.len()];
        for place in places {
            total.iter_mut().zip(&self.card(*place).met).for_each(|(sum, met)| *sum += met.at_all());
        }
        let best = places.iter().map(|p| self.card(*p).fit).fold(0.0, f64::max);
        let candidate = |place: &usize| Candidate { place: *place, schema, signs: self.of_table(*place, &total, best) };
        out.tables.extend(places.iter().map(candidate));
    }

    fn of_schema(&self, places: &[usize]) -> [f64; OF_A_SCHEMA] {
        let (mut first, mut second, mut nearest, mut said, mut pair) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        let mut covered = vec![0.0_f64; self.rarities.len()];
        for place in places {
            let card = self.card(*place);
            nearest = nearest.max(self.nearness(*place));
            if !self.cards.contains_key(place) {
                continue;
            }
            second = second.max(card.bm25.min(first));
            first = first.max(card.bm25);
            said = said.max(card.columns_said);
            covered.iter_mut().zip(&card.met).for_each(|(c, met)| *c = c.max(met.at_all()));
            pair = pair.max(self.covered_by(card, self.blank));
            for other in self.neighbours(*place).filter(|o| o > place && self.cards.contains_key(o)) {
                pair = pair.max(self.covered_by(card, self.card(other)));
            }
        }
        let covered = covered.iter().zip(self.rarities).map(|(c, r)| c * r.schema).sum();
        [first, second, nearest, (places.len() as f64).clamp(SMALL, LARGE).ln(), covered, pair, said]
    }

    /// How much of the question two tables cover together.
    fn covered_by(&self, a: &Card, b: &Card) -> f64 {
        let both = a.met.iter().zip(&b.met).map(|(a, b)| a.at_all().max(b.at_all()));
        both.zip(self.rarities).map(|(met, r)| met * r.document).sum()
    }

    fn of_table(&self, place: usize, total: &[f64], best: f64) -> [f64; OF_A_TABLE] {
        let card = self.card(place);
        let own = card.met.iter().zip(total).zip(self.rarities);
        let explained: f64 = own
            .filter(|((_, total), _)| **total > 0.0)
            .map(|((met, total), r)| r.document * met.at_all().powi(2) / total)
            .sum();
        let (mut first, mut second) = (0.0_f64, 0.0_f64);
        for fit in self.neighbours(place).map(|n| self.card(n).fit) {
            second = second.max(fit.min(first));
            first = first.max(fit);
        }
        let columns = self.entry(place).map_or(0.0, |e| f64::from(e.columns));
        let is_best = if best > 0.0 && card.fit >= best { 1.0 } else { 0.0 };
        [
            card.columns_said,
            self.nearness(place),
            (1.0 + columns).ln(),
            card.name_said,
            explained,
            is_best,
            first,
            second,
        ]
    }
}
