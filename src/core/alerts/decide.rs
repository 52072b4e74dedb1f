//! What a kept report gives to tell, against what was told before.
//!
//! A finding that a rule means is told when it is new, worse than when it was last told, or due to be repeated. While all
//! rules that mean it are quiet nothing is told and nothing noted: the first report after the quiet hours finds it new.
//! One that was told is resolved when it is gone; never when its check could not look, or when it is suppressed.

use super::event::{Event, Why};
use super::rule::Rule;
use crate::report::diff::{moved, State};
use crate::report::seen::{Seen, SeenFinding};
use crate::world::Micros;

/// A finding that was told and is not resolved, as it was then.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    pub finding: SeenFinding,
    pub told_at: Micros,
}

/// In the order of the report; what is gone comes last.
pub fn decide(rules: &[Rule], open: &[Open], now: &Seen, report: i64, at: Micros) -> Vec<(Event, SeenFinding)> {
    let mut told = Vec::new();
    for finding in &now.findings {
        let group = now.checks.get(&finding.check_id).map(|c| c.group.as_str()).unwrap_or_default();
        let loud: Vec<&Rule> = rules.iter().filter(|rule| rule.means(finding, group) && !rule.is_quiet()).collect();
        let Some(first) = loud.first() else { continue };
        let before = open.iter().find(|o| o.finding.fingerprint == finding.fingerprint);
        if let Some(why) = before.map_or(Some(Why::New), |before| again(&loud, before, finding, at)) {
            let event = Event { rule: Some(first.name.clone()), ..Event::of(why, finding, now, report, at) };
            told.push((event, finding.clone()));
        }
    }
    let is_gone = |o: &&Open| {
        let print = &o.finding.fingerprint;
        now.finding(print).is_none() && !now.suppressed.contains(print) && now.blindness(&o.finding.check_id).is_none()
    };
    let gone = open.iter().filter(is_gone);
    told.extend(gone.map(|o| (Event::of(Why::Gone, &o.finding, now, report, at), o.finding.clone())));
    told
}

fn again(loud: &[&Rule], before: &Open, finding: &SeenFinding, at: Micros) -> Option<Why> {
    if matches!(moved(&before.finding, finding), Some((State::Worse, _))) {
        return Some(Why::Worse);
    }
    let soonest = loud.iter().filter_map(|rule| rule.repeat_after_seconds).min()?;
    (at - before.told_at >= soonest.saturating_mul(1_000_000)).then_some(Why::Repeated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alerts::QuietHours;
    use crate::checks::{registry, Severity};
    use crate::report::seen::tests::report;
    use serde_json::json;

    fn rule() -> Rule {
        Rule {
            name: "r".into(),
            min_severity: Severity::High,
            group: None,
            check: None,
            quiet: None,
            local_minute: 0,
            repeat_after_seconds: None,
        }
    }

    fn id() -> &'static str {
        registry::find("dead_tuple_ratio").unwrap().id
    }

    fn seen(severity: &str, dead: i64) -> Seen {
        Seen::of(&report(&[("a", id(), severity, dead)], &[(id(), "finding")]))
    }

    fn told(rules: &[Rule], open: &[Open], now: &Seen, at: Micros) -> Vec<Why> {
        decide(rules, open, now, 7, at).into_iter().map(|(event, _)| event.why).collect()
    }

    fn open(severity: &str, dead: i64) -> Vec<Open> {
        vec![Open { finding: seen(severity, dead).findings[0].clone(), told_at: 0 }]
    }

    #[test]
    fn a_finding_is_told_once_and_again_when_worse() {
        assert_eq!(told(&[rule()], &[], &seen("high", 1_000), 0), [Why::New]);
        assert_eq!(told(&[rule()], &open("high", 1_000), &seen("high", 1_050), 9), []);
        assert_eq!(told(&[rule()], &open("high", 1_000), &seen("high", 1_200), 9), [Why::Worse]);
        assert_eq!(told(&[rule()], &open("high", 1_000), &seen("critical", 1_000), 9), [Why::Worse]);
        assert_eq!(told(&[rule()], &[], &seen("medium", 1_000), 0), [], "below the rule's severity");
        assert_eq!(told(&[], &[], &seen("critical", 1_000), 0), [], "no rule, nothing");
    }

    #[test]
    fn a_rule_may_mean_a_group_or_a_check() {
        let group = |group: &str| Rule { group: Some(group.into()), ..rule() };
        let check = |check: &str| Rule { check: Some(check.into()), ..rule() };
        for (rule, hits) in [
            (group("VAC"), 1),
            (group("CON"), 0),
            (check(id()), 1),
            (check("dead_tuple_ratio"), 1),
            (check("unused_index"), 0),
        ] {
            assert_eq!(told(std::slice::from_ref(&rule), &[], &seen("high", 1), 0).len(), hits, "{rule:?}");
        }
    }

    #[test]
    fn quiet_hours_keep_it_for_later_unless_another_rule_is_loud() {
        let quiet = QuietHours { from_minute: 0, until_minute: 60 };
        let night = Rule { quiet: Some(quiet), local_minute: 59, ..rule() };
        let morning = Rule { local_minute: 60, ..night.clone() };
        assert_eq!(told(std::slice::from_ref(&night), &[], &seen("high", 1), 0), []);
        assert_eq!(told(&[morning], &[], &seen("high", 1), 0), [Why::New]);
        assert_eq!(told(&[night, rule()], &[], &seen("high", 1), 0), [Why::New]);
    }

    #[test]
    fn it_is_repeated_after_the_shortest_time_of_its_rules() {
        let every = |seconds| Rule { repeat_after_seconds: Some(seconds), ..rule() };
        let rules = [every(3_600), every(60)];
        assert_eq!(told(&rules, &open("high", 1), &seen("high", 1), 59_999_999), []);
        assert_eq!(told(&rules, &open("high", 1), &seen("high", 1), 60_000_000), [Why::Repeated]);
    }

    #[test]
    fn what_is_gone_is_resolved_and_what_was_not_seen_is_not() {
        let look = |outcome| Seen::of(&report(&[], &[(id(), outcome)]));
        assert_eq!(told(&[], &open("high", 1), &look("ok"), 9), [Why::Gone], "also when its rule is gone");
        for blind in ["part", "skipped", "error"] {
            assert_eq!(told(&[rule()], &open("high", 1), &look(blind), 9), []);
        }
        let mut quiet = report(&[], &[(id(), "ok")]);
        quiet["suppressed"] = json!([{"fingerprint": "a"}]);
        assert_eq!(told(&[rule()], &open("high", 1), &Seen::of(&quiet), 9), []);
    }
}
