//! The library: everything that is stored about the objects of a database, made anew from what is there and compared
//! with what is stored, so that only the difference is written.

use super::catalogue::{Catalogue, Entry};
use super::compound::Vocabulary;
use super::document::{Document, Place};
use super::{is_routine, postings, vector, KINDS};
use crate::evidence::objects::Object;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A schema with more relations than this is split into its communities of foreign keys: it says too little about what
/// belongs together.
const LARGE_SCHEMA: usize = 30;

/// A routine's oid may be the same number as a relation's.
pub type Key = (bool, u32);

pub fn key(object: &Object) -> Key {
    (is_routine(&object.kind), object.oid)
}

/// What is stored already.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Id and fingerprint of each document.
    pub documents: HashMap<Key, (u32, i64)>,
    pub stems: Vec<String>,
    /// The fingerprint of each stem's postings.
    pub postings: HashMap<u32, i64>,
}

/// A document to write.
#[derive(Clone, Debug)]
pub struct Filed {
    pub id: u32,
    pub fingerprint: i64,
    pub object: Object,
    pub vector: Vec<f32>,
}

/// The difference between what is there and what is stored.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub added: Vec<Filed>,
    pub changed: Vec<Filed>,
    pub removed: Vec<u32>,
    pub unchanged: usize,
    pub catalogue: Catalogue,
    /// Stem, packed postings and their fingerprint.
    pub postings: Vec<(u32, Vec<u8>, i64)>,
    /// Stems that stand nowhere any more.
    pub emptied: Vec<u32>,
}

impl Change {
    pub fn is_none(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    pub fn objects(&self) -> usize {
        self.catalogue.entries.len()
    }
}

fn fingerprint(bytes: &[u8]) -> i64 {
    let digest = Sha256::digest(bytes);
    digest.first_chunk().map_or(0, |head| i64::from_be_bytes(*head))
}

/// Of an object and of the stems it gives, which depend on how compounds are split in its database.
fn fingerprint_of(object: &Object, document: &Document) -> i64 {
    let mut bytes = serde_json::to_vec(object).unwrap_or_default();
    for stem in document.places.keys() {
        bytes.push(0);
        bytes.extend_from_slice(stem.as_bytes());
    }
    fingerprint(&bytes)
}

/// Compares the objects of a database with what is known of them.
pub fn compare(objects: Vec<Object>, known: &Known) -> Change {
    let vocabulary = Vocabulary::of(&objects);
    let mut free = known.documents.values().map(|(id, _)| id + 1).max().unwrap_or(1);
    let mut rows: Vec<(u32, Object, Document)> = Vec::with_capacity(objects.len());
    for object in objects {
        let document = Document::of(&object, &vocabulary);
        let id = known.documents.get(&key(&object)).map(|(id, _)| *id).unwrap_or_else(|| {
            free += 1;
            free - 1
        });
        rows.push((id, object, document));
    }
    rows.sort_by_key(|(id, ..)| *id);
    let stems = stems(&rows, &known.stems);
    let (postings, emptied) = changed_postings(&rows, &stems, known);
    let mut change = Change { postings, emptied, ..Change::default() };
    change.catalogue = Catalogue { entries: entries(&rows), stems };
    let here: BTreeSet<u32> = rows.iter().map(|(id, ..)| *id).collect();
    change.removed = known.documents.values().map(|(id, _)| *id).filter(|id| !here.contains(id)).collect();
    change.removed.sort_unstable();
    for (id, object, document) in rows {
        let fingerprint = fingerprint_of(&object, &document);
        let before = known.documents.get(&key(&object)).map(|(_, fingerprint)| *fingerprint);
        if before == Some(fingerprint) {
            change.unchanged += 1;
            continue;
        }
        let weighted =
            |(stem, place): (&'_ String, &Place)| (stem.clone(), vector::weight(place.count, document.length));
        let weighted: Vec<(String, f64)> = document.places.iter().map(weighted).collect();
        let vector = vector::embed(weighted.iter().map(|(stem, weight)| (stem.as_str(), *weight)));
        let filed = Filed { id, fingerprint, object, vector };
        if before.is_some() {
            change.changed.push(filed);
        } else {
            change.added.push(filed);
        }
    }
    change
}

/// Every stem by its number: those known keep theirs.
fn stems(rows: &[(u32, Object, Document)], known: &[String]) -> Vec<String> {
    let old: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    let here: BTreeSet<&str> = rows.iter().flat_map(|(_, _, d)| d.places.keys().map(String::as_str)).collect();
    known.iter().cloned().chain(here.difference(&old).map(|stem| (*stem).to_owned())).collect()
}

type Postings = Vec<(u32, Vec<u8>, i64)>;

fn changed_postings(rows: &[(u32, Object, Document)], stems: &[String], known: &Known) -> (Postings, Vec<u32>) {
    let mut places: BTreeMap<&str, Vec<(u32, &Place)>> = BTreeMap::new();
    for (id, _, document) in rows {
        for (stem, place) in &document.places {
            places.entry(stem).or_default().push((*id, place));
        }
    }
    let (mut changed, mut emptied) = (Vec::new(), Vec::new());
    for (number, stem) in (0..).zip(stems) {
        match places.get(stem.as_str()) {
            Some(places) => {
                let packed = postings::pack(places.iter().copied());
                let fingerprint = fingerprint(&packed);
                if known.postings.get(&number) != Some(&fingerprint) {
                    changed.push((number, packed, fingerprint));
                }
            }
            None if known.postings.contains_key(&number) => emptied.push(number),
            None => {}
        }
    }
    (changed, emptied)
}

fn entries(rows: &[(u32, Object, Document)]) -> Vec<Entry> {
    let places: HashMap<u32, usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, (_, object, _))| !is_routine(&object.kind))
        .map(|(place, (_, object, _))| (object.oid, place))
        .collect();
    let mut neighbours: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); rows.len()];
    for (place, (_, object, _)) in rows.iter().enumerate() {
        for other in object.refers_to.iter().flatten().filter_map(|oid| places.get(oid)).filter(|o| **o != place) {
            for (from, to) in [(place, *other), (*other, place)] {
                if let Some(set) = neighbours.get_mut(from) {
                    set.insert(to as u32);
                }
            }
        }
    }
    let groups = groups(rows, &neighbours);
    let kind = |object: &Object| KINDS.iter().position(|k| *k == object.kind).unwrap_or_default() as u32;
    let mut entries = Vec::with_capacity(rows.len());
    for (((id, object, document), neighbours), group) in rows.iter().zip(neighbours).zip(groups) {
        entries.push(Entry {
            id: *id,
            oid: object.oid,
            kind: kind(object),
            group,
            length: document.length,
            columns: document.columns,
            name_stems: document.name_stems,
            neighbours: neighbours.into_iter().collect(),
        });
    }
    entries
}

/// What belongs together: the relations of a schema, and its routines. A large schema falls into its communities of
/// foreign keys, if it has any.
fn groups(rows: &[(u32, Object, Document)], neighbours: &[BTreeSet<u32>]) -> Vec<u32> {
    let relations = || rows.iter().zip(neighbours).filter(|((_, object, _), _)| !is_routine(&object.kind));
    // How many relations a schema has, and whether any is joined to another.
    let mut schemas: HashMap<&str, (usize, bool)> = HashMap::new();
    for ((_, object, _), neighbours) in relations() {
        let (size, has_keys) = schemas.entry(&object.schema_name).or_default();
        *size += 1;
        *has_keys |= !neighbours.is_empty();
    }
    let is_split = |object: &Object| {
        let (size, has_keys) = schemas.get(object.schema_name.as_str()).copied().unwrap_or_default();
        !is_routine(&object.kind) && has_keys && size > LARGE_SCHEMA
    };
    let communities = communities(neighbours);
    let mut numbers: HashMap<(&str, bool, Option<u32>), u32> = HashMap::new();
    let mut groups = Vec::with_capacity(rows.len());
    for ((_, object, _), community) in rows.iter().zip(communities) {
        let community = is_split(object).then_some(community);
        let next = numbers.len() as u32;
        let group = numbers.entry((object.schema_name.as_str(), is_routine(&object.kind), community)).or_insert(next);
        groups.push(*group);
    }
    groups
}

/// For each place the smallest place that is joined to it by any chain of foreign keys.
fn communities(neighbours: &[BTreeSet<u32>]) -> Vec<u32> {
    let mut found: Vec<Option<u32>> = vec![None; neighbours.len()];
    for start in 0..neighbours.len() {
        let mut next = vec![start];
        while let Some(place) = next.pop() {
            match found.get_mut(place) {
                Some(mark) if mark.is_none() => *mark = Some(start as u32),
                _ => continue,
            }
            next.extend(neighbours.get(place).into_iter().flatten().map(|p| *p as usize));
        }
    }
    found.into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::object;
    use crate::knowledge::shelf::{MemoryShelf, Shelf};

    fn refreshed(shelf: &mut MemoryShelf, objects: &[Object]) -> (usize, usize, usize, usize) {
        let known = shelf.known().unwrap();
        let change = compare(objects.to_vec(), &known);
        shelf.put(&change).unwrap();
        (change.added.len(), change.changed.len(), change.removed.len(), change.unchanged)
    }

    #[test]
    fn only_the_difference_is_written() {
        let mut shelf = MemoryShelf::default();
        let (orders, customers) = (object("shop.orders", &["id", "total"]), object("shop.customers", &["id", "name"]));
        assert_eq!(refreshed(&mut shelf, &[orders.clone(), customers.clone()]), (2, 0, 0, 0));
        let again = compare(vec![orders.clone(), customers.clone()], &shelf.known().unwrap());
        assert!(again.is_none() && again.postings.is_empty() && again.emptied.is_empty());
        let mut wider = orders.clone();
        wider.comment = Some("what was bought".into());
        let change = compare(vec![wider, customers.clone()], &shelf.known().unwrap());
        assert_eq!((change.changed.len(), change.unchanged), (1, 1));
        assert!(change.postings.len() <= 3, "the postings of other stems stay as they are");
        assert_eq!(refreshed(&mut shelf, std::slice::from_ref(&customers)), (0, 0, 1, 1));
        assert_eq!(refreshed(&mut shelf, &[]), (0, 0, 1, 0));
    }

    #[test]
    fn a_step_by_step_library_is_the_same_as_one_made_at_once() {
        let names = ["shop.orders", "shop.customers", "stock.securitygroups", "stock.security", "stock.group_port"];
        let mut objects: Vec<Object> = names.iter().map(|n| object(n, &["id", "name"])).collect();
        objects.iter_mut().zip(1..).for_each(|(o, oid)| o.oid = oid);
        let (mut slow, mut fast) = (MemoryShelf::default(), MemoryShelf::default());
        for end in 1..=objects.len() {
            refreshed(&mut slow, &objects[..end]);
        }
        refreshed(&mut fast, &objects);
        let named = |shelf: &mut MemoryShelf| -> BTreeMap<String, Vec<u8>> {
            let stems = shelf.held().unwrap().unwrap().catalogue.stems;
            let mut of = |n: usize| shelf.postings(&[n as u32]).unwrap().pop().map(|(_, packed)| packed);
            (0..stems.len()).filter_map(|n| Some((n, of(n)?))).map(|(n, p)| (stems[n].clone(), p)).collect()
        };
        assert_eq!(named(&mut slow), named(&mut fast));
        assert_eq!(slow.held().unwrap().unwrap().catalogue.entries, fast.held().unwrap().unwrap().catalogue.entries);
    }

    #[test]
    fn schemas_belong_together_and_a_large_one_falls_into_communities() {
        let joined = |from: u32, to: u32| Object {
            oid: from,
            refers_to: Some(vec![to]),
            ..object(&format!("app.t{from}"), &["id"])
        };
        let groups_of = |objects: Vec<Object>| -> Vec<u32> {
            compare(objects, &Known::default()).catalogue.entries.iter().map(|e| e.group).collect()
        };
        let small: Vec<Object> = (0..4).map(|n| joined(n, n | 1)).collect();
        assert_eq!(groups_of(small), [0, 0, 0, 0], "one small schema");
        let large: Vec<Object> = (0..40).map(|n| joined(n, n | 1)).collect();
        let groups = groups_of(large.clone());
        assert_eq!((groups[0], groups[1], groups[2], groups[3]), (0, 0, 1, 1), "pairs joined by their keys");
        let without: Vec<Object> = large.into_iter().map(|o| Object { refers_to: None, ..o }).collect();
        assert!(groups_of(without).iter().all(|g| *g == 0), "a warehouse without keys stays whole");
    }
}
