//! The door: what is asked as the extension's owner, and what as the caller.

use super::{read, vectors, write};
use crate::pg::owner::{self, ActingAsOwner};
use copilot_core::evidence::objects::Object;
use copilot_core::knowledge::library::{Change, Key, Known};
use copilot_core::knowledge::shelf::{Held, Seen, Shelf};
use copilot_core::Fault;

/// The member tables of this database.
pub(crate) struct PgShelf;

fn as_owner<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let _acting = ActingAsOwner::begin(owner::of_extension()?);
    work()
}

impl Shelf for PgShelf {
    fn held(&mut self) -> Result<Option<Held>, Fault> {
        as_owner(read::held)
    }

    fn postings(&mut self, stems: &[u32]) -> Result<Vec<(u32, Vec<u8>)>, Fault> {
        as_owner(|| read::postings(stems))
    }

    fn nearest(&mut self, vector: &[f32], most: usize) -> Result<Vec<(u32, f32)>, Fault> {
        as_owner(|| vectors::nearest(vector, most))
    }

    fn seen(&mut self, keys: &[Key]) -> Result<Vec<Seen>, Fault> {
        read::seen(keys)
    }

    fn documents(&mut self, ids: &[u32]) -> Result<Vec<(u32, Object)>, Fault> {
        as_owner(|| read::documents(ids))
    }

    fn known(&mut self) -> Result<Known, Fault> {
        as_owner(write::known)
    }

    fn put(&mut self, change: &Change) -> Result<(), Fault> {
        as_owner(|| {
            write::put(change)?;
            vectors::follow(change)
        })
    }
}
