//! How much was looked at, and how well it stands, group by group.

use super::Report;
use crate::checks::{Judged, Outcome};
use std::collections::BTreeSet;

/// How many checks ended how, and what would open the skipped ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub checks: usize,
    pub ok: usize,
    pub with_findings: usize,
    /// Whose findings are all suppressed.
    pub suppressed: usize,
    pub skipped: usize,
    pub not_applicable: usize,
    pub errors: usize,
    /// Each statement or step once.
    pub opens_with: Vec<String>,
}

/// A group is ok only if nothing in it was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupState {
    Ok,
    Findings,
    /// Nothing but what is suppressed.
    Suppressed,
    NotFullySeen,
    NotApplicable,
}

impl GroupState {
    pub const fn word(self) -> &'static str {
        match self {
            GroupState::Ok => "ok",
            GroupState::Findings => "findings",
            GroupState::Suppressed => "suppressed",
            GroupState::NotFullySeen => "not fully seen",
            GroupState::NotApplicable => "not applicable",
        }
    }
}

impl Report {
    pub fn coverage(&self) -> Coverage {
        let mut coverage = Coverage { checks: self.results.len(), ..Coverage::default() };
        let mut opens = BTreeSet::new();
        for (_, outcome) in &self.results {
            let unseen = match outcome {
                Outcome::Ok(_) => {
                    coverage.ok += 1;
                    None
                }
                Outcome::Finding(judged) => {
                    match self.is_told(judged) {
                        true => coverage.with_findings += 1,
                        false => coverage.suppressed += 1,
                    }
                    judged.unseen.as_ref()
                }
                Outcome::Skipped(unread) => {
                    coverage.skipped += 1;
                    Some(unread)
                }
                Outcome::NotApplicable(_) => {
                    coverage.not_applicable += 1;
                    None
                }
                Outcome::Error(_) => {
                    coverage.errors += 1;
                    None
                }
            };
            opens.extend(unseen.and_then(|u| u.opens_with.clone()));
        }
        coverage.opens_with = opens.into_iter().collect();
        coverage
    }

    /// Groups in the registry's order with their state.
    pub fn groups(&self) -> Vec<(&'static str, GroupState)> {
        let mut groups: Vec<(&'static str, GroupState)> = Vec::new();
        for (check, outcome) in &self.results {
            let state = match outcome {
                Outcome::Ok(_) => GroupState::Ok,
                Outcome::Finding(judged) if self.is_told(judged) => GroupState::Findings,
                Outcome::Finding(Judged { unseen: Some(_), .. }) => GroupState::NotFullySeen,
                Outcome::Finding(_) => GroupState::Suppressed,
                Outcome::Skipped(_) | Outcome::Error(_) => GroupState::NotFullySeen,
                Outcome::NotApplicable(_) => GroupState::NotApplicable,
            };
            match groups.iter_mut().find(|(name, _)| *name == check.group) {
                Some((_, so_far)) => *so_far = worse(*so_far, state),
                None => groups.push((check.group, state)),
            }
        }
        groups
    }

    /// Whether a finding of these is not suppressed.
    fn is_told(&self, judged: &Judged) -> bool {
        judged.findings.iter().any(|finding| self.decided.suppression(finding).is_none())
    }
}

fn worse(a: GroupState, b: GroupState) -> GroupState {
    let rank = |s| match s {
        GroupState::NotApplicable => 0,
        GroupState::Ok => 1,
        GroupState::Suppressed => 2,
        GroupState::NotFullySeen => 3,
        GroupState::Findings => 4,
    };
    if rank(a) >= rank(b) {
        a
    } else {
        b
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{registry, Check, Finding, Remedy, Severity};
    use crate::evidence::suppressions::Suppression;
    use crate::evidence::Unread;
    use crate::report::Decided;
    use crate::sentence::Dossier;

    fn report(outcomes: Vec<Outcome>) -> Report {
        let check: &'static Check = registry::ALL[0];
        Report {
            made_at: 0,
            server: None,
            results: outcomes.into_iter().map(|o| (check, o)).collect(),
            read: Vec::new(),
            decided: Decided::default(),
            unread: Vec::new(),
            pictures: Vec::new(),
        }
    }

    fn found() -> Outcome {
        let finding = Finding {
            check: "IDX04",
            severity: Severity::Low,
            object_kind: "index",
            object: "shop.i".into(),
            said: Dossier::default(),
            remedy: Remedy::advice(""),
        };
        Outcome::Finding(Judged { findings: vec![finding], ..Judged::default() })
    }

    #[test]
    fn what_is_suppressed_is_neither_well_nor_told() {
        let mut report = report(vec![found(), Outcome::Ok(Judged::default())]);
        assert_eq!((report.coverage().with_findings, report.groups()[0].1), (1, GroupState::Findings));
        report.decided.suppressions = vec![Suppression {
            fingerprint: "1a52628f78ac044a".into(),
            reason: "why".into(),
            author: "dba".into(),
            until: 1,
        }];
        let coverage = report.coverage();
        assert_eq!((coverage.with_findings, coverage.suppressed, coverage.ok), (0, 1, 1));
        assert_eq!(report.groups()[0].1, GroupState::Suppressed);
    }

    #[test]
    fn a_group_is_ok_only_if_nothing_in_it_was_skipped() {
        let ok = || Outcome::Ok(Judged::default());
        let skipped = || Outcome::Skipped(Unread::privilege("hidden", "GRANT a TO b"));
        let state = |outcomes| report(outcomes).groups()[0].1;
        assert_eq!(state(vec![ok(), ok()]), GroupState::Ok);
        assert_eq!(state(vec![ok(), Outcome::NotApplicable(String::new())]), GroupState::Ok);
        assert_eq!(state(vec![ok(), skipped()]), GroupState::NotFullySeen);
        assert_eq!(state(vec![Outcome::Error(String::new()), ok()]), GroupState::NotFullySeen);
        assert_eq!(state(vec![skipped(), found(), ok()]), GroupState::Findings);
    }

    #[test]
    fn every_outcome_is_counted_and_every_grant_named_once() {
        let skipped = || Outcome::Skipped(Unread::privilege("hidden", "GRANT a TO b"));
        let coverage = report(vec![skipped(), skipped(), Outcome::Error(String::new())]).coverage();
        assert_eq!((coverage.checks, coverage.skipped, coverage.errors), (3, 2, 1));
        assert_eq!(coverage.opens_with, ["GRANT a TO b"]);
    }
}
