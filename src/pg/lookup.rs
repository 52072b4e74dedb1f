//! One value from our own fixed text, read only: pgrx's `Spi::get_one` marks the transaction as writing, which assigns
//! a transaction id and fails on a standby.

use pgrx::datum::DatumWithOid;
use pgrx::spi::{Error, Spi};
use pgrx::{FromDatum, IntoDatum};

/// The first column of the first row, if there is one and it is not NULL.
pub(crate) fn value<T: FromDatum + IntoDatum>(sql: &str, args: &[DatumWithOid]) -> Result<Option<T>, Error> {
    Spi::connect(|client| {
        let table = client.select(sql, Some(1), args)?;
        match table.is_empty() {
            true => Ok(None),
            false => table.first().get_one::<T>(),
        }
    })
}
