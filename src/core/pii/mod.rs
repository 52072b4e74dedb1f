//! Which columns look like data about people: by their names in several languages, by their types, by their comments, and, only
//! when asked, by how many values of a sample have the shape.

mod column;
mod name;
mod sample;

pub(crate) use column::{judge, reads_like_text};
pub use column::{Confidence, Personal};
pub(crate) use sample::{shape_of, Tally};
