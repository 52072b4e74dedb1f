//! Where the library is kept: the second part of the door to the outside. The server side implements it in
//! `src/pg/knowledge/`; tests and measurements keep it in memory.

use super::catalogue::Catalogue;
use super::library::{key, Change, Filed, Key, Known};
use super::vector::inner_product;
use crate::evidence::objects::Object;
use crate::fault::Fault;
use crate::world::Micros;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The library as a whole.
#[derive(Clone, Debug)]
pub struct Held {
    pub catalogue: Catalogue,
    pub refreshed_at: Micros,
}

/// An object that is there now and that the caller may use, by its present name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub key: Key,
    pub schema_name: String,
    pub object_name: String,
}

pub trait Shelf {
    /// None when nothing was ever put on it.
    fn held(&mut self) -> Result<Option<Held>, Fault>;

    /// The packed postings of these stems, each with its stem.
    fn postings(&mut self, stems: &[u32]) -> Result<Vec<(u32, Vec<u8>)>, Fault>;

    /// Documents by the inner product of their vectors with this one, the largest first, then by id.
    fn nearest(&mut self, vector: &[f32], most: usize) -> Result<Vec<(u32, f32)>, Fault>;

    /// Those of these objects that the caller may read or call at this moment.
    fn seen(&mut self, keys: &[Key]) -> Result<Vec<Seen>, Fault>;

    fn documents(&mut self, ids: &[u32]) -> Result<Vec<(u32, Object)>, Fault>;

    /// What `put` will be compared with. Holds off others that refresh until the transaction ends.
    fn known(&mut self) -> Result<Known, Fault>;

    fn put(&mut self, change: &Change) -> Result<(), Fault>;
}

/// A shelf in memory, on which everything but `hidden` may be seen.
#[derive(Default)]
pub struct MemoryShelf {
    pub hidden: HashSet<Key>,
    pub refreshed_at: Micros,
    catalogue: Option<Catalogue>,
    documents: BTreeMap<u32, Filed>,
    postings: HashMap<u32, (Vec<u8>, i64)>,
}

impl Shelf for MemoryShelf {
    fn held(&mut self) -> Result<Option<Held>, Fault> {
        let refreshed_at = self.refreshed_at;
        Ok(self.catalogue.clone().map(|catalogue| Held { catalogue, refreshed_at }))
    }

    fn postings(&mut self, stems: &[u32]) -> Result<Vec<(u32, Vec<u8>)>, Fault> {
        Ok(stems.iter().filter_map(|s| Some((*s, self.postings.get(s)?.0.clone()))).collect())
    }

    fn nearest(&mut self, vector: &[f32], most: usize) -> Result<Vec<(u32, f32)>, Fault> {
        let near = self.documents.values().map(|filed| (filed.id, inner_product(&filed.vector, vector)));
        Ok(nearest_of(near.collect(), most))
    }

    fn seen(&mut self, keys: &[Key]) -> Result<Vec<Seen>, Fault> {
        let wanted: HashSet<&Key> = keys.iter().filter(|k| !self.hidden.contains(k)).collect();
        let objects = self.documents.values().map(|filed| &filed.object);
        let seen = objects.filter(|object| wanted.contains(&key(object))).map(|object| Seen {
            key: key(object),
            schema_name: object.schema_name.clone(),
            object_name: object.object_name.clone(),
        });
        Ok(seen.collect())
    }

    fn documents(&mut self, ids: &[u32]) -> Result<Vec<(u32, Object)>, Fault> {
        Ok(ids.iter().filter_map(|id| Some((*id, self.documents.get(id)?.object.clone()))).collect())
    }

    fn known(&mut self) -> Result<Known, Fault> {
        Ok(Known {
            documents: self.documents.values().map(|f| (key(&f.object), (f.id, f.fingerprint))).collect(),
            stems: self.catalogue.as_ref().map(|c| c.stems.clone()).unwrap_or_default(),
            postings: self.postings.iter().map(|(stem, (_, fingerprint))| (*stem, *fingerprint)).collect(),
        })
    }

    fn put(&mut self, change: &Change) -> Result<(), Fault> {
        for filed in change.added.iter().chain(&change.changed) {
            self.documents.insert(filed.id, filed.clone());
        }
        self.documents.retain(|id, _| !change.removed.contains(id));
        self.postings.retain(|stem, _| !change.emptied.contains(stem));
        for (stem, packed, fingerprint) in &change.postings {
            self.postings.insert(*stem, (packed.clone(), *fingerprint));
        }
        self.catalogue = Some(change.catalogue.clone());
        Ok(())
    }
}

/// The largest first, then by id.
pub fn nearest_of(mut near: Vec<(u32, f32)>, most: usize) -> Vec<(u32, f32)> {
    near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    near.truncate(most);
    near
}
