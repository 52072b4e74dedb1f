//! Reports as one HTML file that needs nothing else: no script, no link to the outside, pictures drawn in SVG.

mod bars;
mod escape;
mod finding;
mod health;
mod page;

pub use escape::escape;
pub use page::page;
