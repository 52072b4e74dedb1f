//! How much was looked at, and how well it stands, group by group.

use super::Report;
use crate::checks::Outcome;
use std::collections::BTreeSet;

/// How many checks ended how, and what would open the skipped ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub checks: usize,
    pub ok: usize,
    pub with_findings: usize,
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
    NotFullySeen,
    NotApplicable,
}

impl GroupState {
    pub const fn word(self) -> &'static str {
        match self {
            GroupState::Ok => "ok",
            GroupState::Findings => "findings",
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
                    coverage.with_findings += 1;
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
                Outcome::Finding(_) => GroupState::Findings,
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
}

fn worse(a: GroupState, b: GroupState) -> GroupState {
    let rank = |s| match s {
        GroupState::NotApplicable => 0,
        GroupState::Ok => 1,
        GroupState::NotFullySeen => 2,
        GroupState::Findings => 3,
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
    use crate::checks::{registry, Check, Judged};
    use crate::evidence::Unread;

    fn report(outcomes: Vec<Outcome>) -> Report {
        let check: &'static Check = registry::ALL[0];
        Report {
            made_at: 0,
            server: None,
            results: outcomes.into_iter().map(|o| (check, o)).collect(),
            read: Vec::new(),
            unread: Vec::new(),
            pictures: Vec::new(),
        }
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
        assert_eq!(state(vec![skipped(), Outcome::Finding(Judged::default()), ok()]), GroupState::Findings);
    }

    #[test]
    fn every_outcome_is_counted_and_every_grant_named_once() {
        let skipped = || Outcome::Skipped(Unread::privilege("hidden", "GRANT a TO b"));
        let coverage = report(vec![skipped(), skipped(), Outcome::Error(String::new())]).coverage();
        assert_eq!((coverage.checks, coverage.skipped, coverage.errors), (3, 2, 1));
        assert_eq!(coverage.opens_with, ["GRANT a TO b"]);
    }
}
