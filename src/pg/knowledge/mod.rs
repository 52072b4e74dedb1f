//! The store of schema knowledge: `copilot_core::knowledge::Shelf`, kept in member tables that nobody but the owner
//! may read.

mod read;
mod shelf;
mod vectors;
mod write;

pub(crate) use shelf::PgShelf;

use copilot_core::{Fault, Kind};
use pgrx::datum::DatumWithOid;
use pgrx::IntoDatum;

fn internal(e: pgrx::spi::Error) -> Fault {
    Fault::new(Kind::Internal, "the tables of schema knowledge could not be used").detail(e.to_string())
}

fn arg<T: IntoDatum>(value: T) -> DatumWithOid<'static> {
    let oid = T::type_oid();
    // SAFETY: the datum was made by the type whose oid is given.
    unsafe { DatumWithOid::new(value, oid) }
}

/// Document ids and numbers of stems are 31 bits wide, as the tables have them.
fn ints(numbers: impl IntoIterator<Item = u32>) -> Vec<i32> {
    numbers.into_iter().map(|n| i32::try_from(n).unwrap_or(i32::MAX)).collect()
}
