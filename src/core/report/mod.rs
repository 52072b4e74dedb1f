//! What was found, laid out for people and for programs.

mod coverage;
mod decided;
pub mod diff;
mod escape;
mod format;
mod html;
mod json;
mod markdown;
mod picture;
mod sarif;
pub mod seen;
mod shown;
mod standing;
mod text;
mod wrap;

pub use coverage::{Coverage, GroupState};
pub(crate) use decided::suppressed_line;
pub use decided::Decided;
pub use escape::{code as markdown_code, inline as markdown_inline};
pub use format::Format;
pub use html::{escape as html_escape, page as html_page};
pub use json::finding as finding_json;
pub use picture::{all as pictures, Picture};
pub use standing::{Confidence, Since};
pub(crate) use text::{not_seen, statement};
pub(crate) use wrap::labelled;

use crate::checks::{Check, Finding, Outcome};
use crate::evidence::facts::Read;
use crate::evidence::{Evidence, Family, Unread};
use crate::world::Micros;

/// Everything one look at the database gave.
pub struct Report {
    pub made_at: Micros,
    /// None when not even the server's own row could be read.
    pub server: Option<Place>,
    pub results: Vec<(&'static Check, Outcome)>,
    pub decided: Decided,
    pub read: Vec<Read>,
    pub unread: Vec<(Family, Unread)>,
    /// What the HTML report shows as bars.
    pub pictures: Vec<Picture>,
}

/// Where the look was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub database_name: String,
    pub role_name: String,
    pub version_num: u32,
    pub in_recovery: bool,
    /// How long the counters have been running.
    pub counting_seconds: f64,
}

impl Report {
    /// All findings with their checks but the suppressed ones, the worst first, in the registry's order within.
    pub fn findings(&self) -> Vec<(&'static Check, &Finding)> {
        let mut findings: Vec<_> = self
            .results
            .iter()
            .filter_map(|(check, outcome)| match outcome {
                Outcome::Finding(judged) => Some(judged.findings.iter().map(|f| (*check, f))),
                _ => None,
            })
            .flatten()
            .filter(|(_, f)| self.decided.suppression(f).is_none())
            .collect();
        findings.sort_by_key(|(_, f)| std::cmp::Reverse(f.severity));
        findings
    }

    /// The same findings in the same order in every format; `width` is that of the text, in characters.
    pub fn laid_out(&self, format: Format, width: usize) -> String {
        match format {
            Format::Text => self.text(width),
            Format::Markdown => self.markdown(),
            Format::Json => self.json().to_string(),
            Format::Html => self.html(),
            Format::Sarif => self.sarif().to_string(),
        }
    }

    /// Everything the findings rest on, for the audit.
    pub fn evidence(&self) -> Vec<Evidence> {
        self.findings().iter().flat_map(|(_, f)| f.said.evidence.iter().cloned()).collect()
    }
}
