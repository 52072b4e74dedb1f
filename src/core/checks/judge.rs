//! From what a check judged to one of the five outcomes, in one place.

use super::limits::Limits;
use super::{registry, Check, Judged, Outcome};
use crate::evidence::facts::Facts;
use crate::evidence::{Reason, Unread};
use crate::verify::{drop_unheld, Vocabulary};
use std::panic::{catch_unwind, AssertUnwindSafe};

/// Runs these checks (ids or names) over facts already read, in the registry's order.
pub fn run(facts: &Facts, limits: &Limits, which: &[&str]) -> Vec<(&'static Check, Outcome)> {
    registry::ALL
        .iter()
        .filter(|check| which.contains(&check.id) || which.contains(&check.name))
        .map(|check| (*check, outcome(check, facts, limits)))
        .collect()
}

/// The outcome of one check. A check that breaks costs only itself.
pub fn outcome(check: &Check, facts: &Facts, limits: &Limits) -> Outcome {
    if let Some(unread) = wrong_major(check, facts) {
        return Outcome::Skipped(unread);
    }
    match catch_unwind(AssertUnwindSafe(|| (check.judge)(facts, limits))) {
        Err(_) => Outcome::Error(format!("{} broke while judging and gave no result", check.name)),
        Ok(Err(unread)) => Outcome::Skipped(unread),
        Ok(Ok(judged)) => settle(held(judged)),
    }
}

/// Drops what does not hold against its evidence. A finding with nothing left to say is not passed over in silence.
fn held(mut judged: Judged) -> Judged {
    let vocabulary = Vocabulary::own();
    for finding in &mut judged.findings {
        finding.said = drop_unheld(&finding.said, &vocabulary).0;
    }
    let before = judged.findings.len();
    judged.findings.retain(|f| !f.said.sentences.is_empty());
    let fallen = before - judged.findings.len();
    if fallen > 0 {
        let why = format!("{fallen} of {before} findings could not be put in words that match their evidence");
        judged.unseen = Some(Unread::because(Reason::Host, why));
    }
    judged
}

/// Nothing found is "ok" only when something was examined and nothing stayed unseen.
pub(super) fn settle(judged: Judged) -> Outcome {
    if let Some(why) = judged.not_applicable {
        return Outcome::NotApplicable(why);
    }
    if !judged.findings.is_empty() {
        return Outcome::Finding(judged);
    }
    if let Some(unread) = judged.unseen {
        return Outcome::Skipped(unread);
    }
    match (judged.examined, judged.below_floor) {
        (0, 0) => Outcome::NotApplicable(format!("there are no {} to judge", judged.noun)),
        (0, n) => {
            Outcome::Skipped(Unread::because(Reason::Floor, format!("all {n} {} are below the floor", judged.noun)))
        }
        _ => Outcome::Ok(judged),
    }
}

fn wrong_major(check: &Check, facts: &Facts) -> Option<Unread> {
    let major = facts.server().ok()?.major();
    if major < check.min_major {
        return Some(Unread::because(Reason::Version, format!("needs PostgreSQL {} or later", check.min_major)));
    }
    let newest = check.max_major?;
    (major > newest).then(|| Unread::because(Reason::Version, format!("applies up to PostgreSQL {newest}")))
}

/// For checks whose counters a standby does not keep.
pub(crate) fn only_on_primary(facts: &Facts) -> Result<(), Unread> {
    if facts.server()?.in_recovery {
        let why = "a standby does not count this; ask on the primary";
        return Err(Unread::because(Reason::Standby, why));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{Finding, Remedy, Severity};
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::Evidence;
    use crate::sentence::Dossier;

    fn broken(_: &Facts, _: &Limits) -> Result<Judged, Unread> {
        panic!("on purpose")
    }

    fn facts() -> Facts {
        Facts::load(&mut FakeWorld::new(), &[])
    }

    fn judged(examined: usize, below_floor: usize) -> Judged {
        Judged { noun: "indexes", examined, below_floor, ..Judged::default() }
    }

    #[test]
    fn a_check_that_breaks_costs_only_itself() {
        let check = Check { judge: broken, ..*registry::ALL[0] };
        assert!(matches!(outcome(&check, &facts(), &Limits::default()), Outcome::Error(_)));
    }

    #[test]
    fn nothing_found_is_ok_only_when_everything_was_looked_at() {
        assert!(matches!(settle(judged(3, 2)), Outcome::Ok(_)));
        assert_eq!(settle(judged(0, 0)), Outcome::NotApplicable("there are no indexes to judge".into()));
        assert!(matches!(settle(judged(0, 2)), Outcome::Skipped(Unread { reason: Reason::Floor, .. })));
        let unseen = Some(Unread::because(Reason::Privilege, "half of it is hidden"));
        assert!(matches!(settle(Judged { unseen, ..judged(3, 0) }), Outcome::Skipped(_)));
    }

    #[test]
    fn a_sentence_without_its_evidence_falls() {
        let mut said = Dossier::default();
        said.say(
            "Index {} is the same as {}.",
            &[&Evidence::name("indexes", "shop.a"), &Evidence::name("indexes", "shop.b")],
        );
        let true_to_it = Finding {
            check: "IDX02",
            severity: Severity::Low,
            object_kind: "index",
            object: "shop.a".into(),
            said: said.clone(),
            remedy: Remedy::advice(""),
        };
        let mut made_up = true_to_it.clone();
        made_up.said.sentences[0].text = "Index \"shop.c\" is 12 % full.".into();
        let held = held(Judged { findings: vec![true_to_it.clone(), made_up], ..judged(2, 0) });
        assert_eq!(held.findings.len(), 1);
        assert_eq!(held.findings[0].said.sentences, said.sentences);
        assert!(held.unseen.is_some());
    }

    #[test]
    fn another_major_is_skipped() {
        let newer = Check { min_major: 16, judge: broken, ..*registry::ALL[0] };
        let older = Check { min_major: 13, max_major: Some(14), ..newer };
        for check in [newer, older] {
            let outcome = outcome(&check, &facts(), &Limits::default());
            assert!(matches!(outcome, Outcome::Skipped(Unread { reason: Reason::Version, .. })), "{outcome:?}");
        }
    }
}
