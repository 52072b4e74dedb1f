//! Which controls of a framework the findings bear on. `controls.tsv` is the one mapping, read from both sides: by control
//! for reports, by check for `docs/checks.md`.

pub mod controls;
mod framework;
mod html;
mod json;
mod markdown;
mod report;
mod state;
mod text;

pub use framework::Framework;
pub use report::{ComplianceReport, Judgement};
pub use state::State;
