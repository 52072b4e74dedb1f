//! Which findings a page shows: every check's, but not all ten thousand of one.

use super::Report;
use crate::checks::{Check, Finding, Judged};
use crate::value::grouped;
use std::collections::BTreeMap;

/// Findings of one check that are shown in full; the rest is counted.
const SHOWN_PER_CHECK: usize = 10;

/// One entry of the findings a reader sees.
pub(super) enum Shown<'a> {
    /// With what the check looked at, where this is its first.
    Finding { check: &'static Check, finding: &'a Finding, basis: Option<&'a Judged> },
    /// How many more the check has.
    More { check: &'static Check, more: String },
}

impl Report {
    /// What a reader gets to see: the worst first, of each check no more than a page holds.
    pub(super) fn shown(&self) -> Vec<Shown<'_>> {
        let findings = self.findings();
        let mut all: BTreeMap<&str, usize> = BTreeMap::new();
        for (check, _) in &findings {
            *all.entry(check.id).or_default() += 1;
        }
        let mut before: BTreeMap<&str, usize> = BTreeMap::new();
        let mut shown = Vec::new();
        for (check, finding) in findings {
            let before = before.entry(check.id).or_default();
            if *before < SHOWN_PER_CHECK {
                let basis = self.judged(check).filter(|_| *before == 0);
                shown.push(Shown::Finding { check, finding, basis });
            } else if *before == SHOWN_PER_CHECK {
                let more = all.get(check.id).copied().unwrap_or(0) - SHOWN_PER_CHECK;
                shown.push(Shown::More { check, more: grouped(more as i64) });
            }
            *before += 1;
        }
        shown
    }
}
