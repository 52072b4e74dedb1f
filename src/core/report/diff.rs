//! One look against an earlier one: what is new, worse, better or gone, and what cannot be told.
//!
//! A finding is the same when its fingerprint is. It is worse or better when its severity is, or, at the same severity,
//! when the number of its check's gauge moved by more than the margin. It is gone only when its check could look at
//! everything now. One whose check could not look then may have been there all along: it is newly seen, not new.

use super::seen::{Seen, SeenFinding};
use crate::checks::gauge::Moved;
use crate::checks::{registry, Severity};
use std::cmp::Reverse;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    New,
    Worse,
    NewlySeen,
    NotSeen,
    Suppressed,
    Better,
    Gone,
}

impl State {
    pub const fn word(self) -> &'static str {
        match self {
            State::New => "new",
            State::Worse => "worse",
            State::NewlySeen => "newly seen",
            State::NotSeen => "not seen",
            State::Suppressed => "suppressed",
            State::Better => "better",
            State::Gone => "gone",
        }
    }
}

/// One finding that is not as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub state: State,
    /// As it is now; as it was, where it is not there now.
    pub finding: SeenFinding,
    pub before: Option<Severity>,
    pub now: Option<Severity>,
    /// By what it is worse or better, or why it cannot be told.
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// The worst news first.
    pub changes: Vec<Change>,
    pub unchanged: usize,
    /// Checks that could look at everything in one of the two only.
    pub seen_only_then: usize,
    pub seen_only_now: usize,
}

pub fn diff(then: &Seen, now: &Seen) -> Diff {
    let mut diff = Diff::default();
    for finding in &now.findings {
        let before = then.finding(&finding.fingerprint);
        match before.map_or_else(|| appeared(then, finding), |before| moved(before, finding)) {
            Some((state, reason)) => diff.changes.push(Change {
                state,
                finding: finding.clone(),
                before: before.map(|b| b.severity),
                now: Some(finding.severity),
                reason,
            }),
            None => diff.unchanged += 1,
        }
    }
    for finding in then.findings.iter().filter(|f| now.finding(&f.fingerprint).is_none()) {
        let (state, reason) = vanished(now, finding);
        let before = Some(finding.severity);
        diff.changes.push(Change { state, finding: finding.clone(), before, now: None, reason });
    }
    diff.changes.sort_by_key(|c| (c.state, Reverse(c.now.or(c.before))));
    let whole = |seen: &Seen, check: &String| seen.blindness(check).is_none();
    diff.seen_only_then = then.checks.keys().filter(|c| whole(then, c) && !whole(now, c)).count();
    diff.seen_only_now = now.checks.keys().filter(|c| whole(now, c) && !whole(then, c)).count();
    diff
}

fn appeared(then: &Seen, finding: &SeenFinding) -> Option<(State, Option<String>)> {
    if then.suppressed.contains(&finding.fingerprint) {
        return Some((State::NewlySeen, Some("it was suppressed".to_owned())));
    }
    Some(match then.blindness(&finding.check_id) {
        None => (State::New, None),
        Some(why) => (State::NewlySeen, Some(format!("its check could not look then: {why}"))),
    })
}

fn vanished(now: &Seen, finding: &SeenFinding) -> (State, Option<String>) {
    if now.suppressed.contains(&finding.fingerprint) {
        return (State::Suppressed, None);
    }
    match now.blindness(&finding.check_id) {
        None => (State::Gone, None),
        Some(why) => (State::NotSeen, Some(why)),
    }
}

/// Worse, better, or neither. The reason is what moved.
pub fn moved(before: &SeenFinding, now: &SeenFinding) -> Option<(State, Option<String>)> {
    if before.severity != now.severity {
        let state = if now.severity > before.severity { State::Worse } else { State::Better };
        return Some((state, None));
    }
    let gauge = registry::find(&now.check_id)?.gauge?;
    let (was, is) = (gauge.read(&before.evidence)?, gauge.read(&now.evidence)?);
    let state = match gauge.compare(was, is)? {
        Moved::Worse => State::Worse,
        Moved::Better => State::Better,
        Moved::Little => return None,
    };
    Some((state, Some(format!("{} was {was} and is {is}", gauge.measure.replace('_', " ")))))
}

#[cfg(test)]
mod tests {
    use super::super::seen::tests::report;
    use super::*;
    use serde_json::json;

    const CHECK: &str = "VAC01";

    fn states(diff: &Diff) -> Vec<(&str, &str)> {
        diff.changes.iter().map(|c| (c.state.word(), c.finding.fingerprint.as_str())).collect()
    }

    fn check_id() -> &'static str {
        registry::find("dead_tuple_ratio").unwrap().id
    }

    #[test]
    fn each_change_has_its_word_and_what_stays_is_counted() {
        let id = check_id();
        let whole = [(id, "finding")];
        let then = report(
            &[("a", id, "low", 1_000), ("b", id, "high", 1_000), ("c", id, "low", 1_000), ("d", id, "low", 1_000)],
            &whole,
        );
        let now = report(
            &[("a", id, "low", 2_000), ("b", id, "medium", 9_000), ("c", id, "low", 1_050), ("e", id, "high", 5)],
            &whole,
        );
        let diff = diff(&Seen::of(&then), &Seen::of(&now));
        assert_eq!(states(&diff), [("new", "e"), ("worse", "a"), ("better", "b"), ("gone", "d")]);
        assert_eq!(diff.unchanged, 1);
        let worse = &diff.changes[1];
        assert_eq!(worse.reason.as_deref(), Some("dead rows was 1,000 and is 2,000"));
        assert_eq!((worse.before, worse.now), (Some(Severity::Low), Some(Severity::Low)));
    }

    #[test]
    fn what_cannot_be_seen_is_neither_gone_nor_new() {
        let found = [("a", CHECK, "high", 1_000)];
        let seen = Seen::of(&report(&found, &[(CHECK, "finding")]));
        for blind in ["part", "skipped", "error"] {
            let blind = Seen::of(&report(&[], &[(CHECK, blind)]));
            let lost = diff(&seen, &blind);
            assert_eq!(states(&lost), [("not seen", "a")]);
            assert!(lost.changes[0].reason.is_some());
            assert_eq!((lost.seen_only_then, lost.seen_only_now), (1, 0));
            assert_eq!(states(&diff(&blind, &seen)), [("newly seen", "a")]);
        }
        let removed = Seen::of(&report(&[], &[]));
        assert_eq!(states(&diff(&seen, &removed)), [("not seen", "a")], "a check that is no more says nothing");
        for well in ["ok", "not_applicable"] {
            assert_eq!(states(&diff(&seen, &Seen::of(&report(&[], &[(CHECK, well)])))), [("gone", "a")]);
        }
    }

    #[test]
    fn what_was_suppressed_is_not_gone_and_comes_back_as_seen() {
        let seen = Seen::of(&report(&[("a", CHECK, "high", 1_000)], &[(CHECK, "finding")]));
        let mut quiet = report(&[], &[(CHECK, "ok")]);
        quiet["suppressed"] = json!([{"fingerprint": "a"}]);
        let quiet = Seen::of(&quiet);
        assert_eq!(states(&diff(&seen, &quiet)), [("suppressed", "a")]);
        assert_eq!(states(&diff(&quiet, &seen)), [("newly seen", "a")]);
    }
}
