//! The only door from the thinking to the outside. The server side implements it in `src/pg/world.rs`; tests hand
//! in a fake made of recorded fixtures.

use crate::evidence::{Family, Unread};
use crate::knowledge::Shelf;

/// A point in time: microseconds since 1970-01-01 00:00 UTC.
pub type Micros = i64;

/// What the thinking may ask of the outside.
pub trait World {
    /// Runs the family's SELECT with the caller's rights and within the probe's budget; each string is one row as
    /// a JSON object, as the server's `row_to_json` writes it. What could not be read says why, and never reads
    /// as an empty result.
    fn read(&mut self, family: Family) -> Result<Vec<String>, Unread>;

    /// Where knowledge of the schema is kept.
    fn shelf(&mut self) -> &mut dyn Shelf;

    /// The server's clock.
    fn now(&mut self) -> Micros;
}
