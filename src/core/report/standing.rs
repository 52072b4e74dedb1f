//! What a finding rests on, in few words: how sure it is, since when, and the pieces of evidence.

use super::Report;
use crate::checks::manual::nature;
use crate::checks::{Check, Finding, Judged};
use crate::evidence::{Evidence, Nature};
use crate::value::{utc, Value};
use crate::world::Micros;
use std::collections::BTreeMap;

/// Measures of evidence that say for how long the very thing a finding is about has lasted.
const LASTING: &[&str] = &[
    "inactive_seconds",
    "longest_wait_seconds",
    "prepared_seconds",
    "query_seconds",
    "state_seconds",
    "transaction_seconds",
    "waiting_seconds",
];

/// How sure a finding is. Estimated when the check judges by an estimate, else measured; seen in part when something
/// the check reads stayed unseen, else in whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confidence {
    pub nature: Nature,
    pub in_whole: bool,
}

impl Confidence {
    pub const fn seen(self) -> &'static str {
        if self.in_whole {
            "whole"
        } else {
            "part"
        }
    }

    pub fn words(self) -> String {
        format!("{}, seen in {}", nature(self.nature), self.seen())
    }
}

/// When a finding began, by the server's own word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Since {
    pub at: Micros,
    pub seconds: f64,
}

impl Since {
    pub fn words(self) -> String {
        format!("{}, for {}", utc(self.at), Value::Seconds(self.seconds))
    }
}

impl Report {
    pub fn confidence(&self, check: &Check) -> Confidence {
        let in_whole = self.judged(check).is_some_and(|judged| judged.unseen.is_none());
        Confidence { nature: check.nature, in_whole }
    }

    /// None when the server does not say: nothing is worked out from when it was first noticed.
    pub fn since(&self, finding: &Finding) -> Option<Since> {
        let lasting = |e: &&Evidence| LASTING.contains(&e.measure.as_str());
        match finding.said.evidence.iter().find(lasting)?.value {
            Value::Seconds(seconds) if seconds >= 0.0 => {
                Some(Since { at: self.made_at - (seconds * 1e6) as Micros, seconds })
            }
            _ => None,
        }
    }

    /// What a check saw when it could look.
    pub(super) fn judged(&self, check: &Check) -> Option<&Judged> {
        self.results.iter().find(|(c, _)| c.id == check.id).and_then(|(_, outcome)| outcome.judged())
    }
}

/// `index shop.orders_pkey`; a kind that has but one object is its name.
pub(super) fn title(finding: &Finding) -> String {
    match finding.object_kind == finding.object {
        true => finding.object.clone(),
        false => format!("{} {}", finding.object_kind, finding.object),
    }
}

/// `tables "shop.orders": dead_rows 4,000, live_rows 200; settings "fsync": setting 'off'`. Of the finding's own object
/// the name is left out. Where all that was seen is that things are there, they are named.
pub(super) fn evidence_line(finding: &Finding) -> String {
    let evidence = &finding.said.evidence;
    if evidence.iter().all(|e| e.measure == "name") {
        let there = evidence.iter().map(|e| format!("{} {}", e.source, e.value));
        return there.collect::<Vec<_>>().join("; ");
    }
    let mut of: Vec<(String, String)> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for piece in evidence.iter().filter(|e| e.measure != "name") {
        let whose = match piece.object == finding.object {
            true => piece.source.clone(),
            false => format!("{} \"{}\"", piece.source, piece.object),
        };
        let about = if piece.nature == Nature::Estimated { "about " } else { "" };
        let seen = format!("{} {about}{}", piece.measure, piece.value);
        match at.get(&whose).and_then(|at| of.get_mut(*at)) {
            Some((_, so_far)) => *so_far += &format!(", {seen}"),
            None => {
                at.insert(whose.clone(), of.len());
                of.push((whose, seen));
            }
        }
    }
    of.into_iter().map(|(whose, seen)| format!("{whose}: {seen}")).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{registry, Outcome, Remedy, Severity};
    use crate::evidence::Unread;
    use crate::sentence::Dossier;

    fn finding(evidence: &[Evidence]) -> Finding {
        let mut said = Dossier::default();
        for piece in evidence {
            said.cite(piece);
        }
        registry::ALL[0].finding(Severity::Low, "session", "pid 7", said, Remedy::advice(""))
    }

    fn report(judged: Judged) -> Report {
        let results = vec![(registry::ALL[0], Outcome::Finding(judged))];
        Report {
            decided: Default::default(),
            made_at: 60_000_000,
            server: None,
            results,
            read: Vec::new(),
            unread: Vec::new(),
            pictures: Vec::new(),
        }
    }

    #[test]
    fn when_it_began_is_what_the_server_says_or_nothing() {
        let report = report(Judged::default());
        let waited = Evidence::measured("locks", "pid 7", "waiting_seconds", Value::Seconds(20.0));
        let since = report.since(&finding(&[waited])).unwrap();
        assert_eq!(since.words(), "1970-01-01 00:00:40 UTC, for 20 s");
        let vacuumed = Evidence::measured("tables", "a.b", "seconds_since_vacuum", Value::Seconds(20.0));
        assert_eq!(report.since(&finding(&[vacuumed])), None, "that is the age of a vacuum, not of the trouble");
    }

    #[test]
    fn sure_is_what_was_measured_and_seen_in_whole() {
        let check = registry::ALL[0];
        assert_eq!(report(Judged::default()).confidence(check).words(), "measured, seen in whole");
        let unseen = Some(Unread::privilege("hidden", "GRANT a TO b"));
        let part = report(Judged { unseen, ..Judged::default() });
        assert_eq!(part.confidence(check).words(), "measured, seen in part");
    }

    #[test]
    fn evidence_is_told_by_where_it_was_read() {
        let line = evidence_line(&finding(&[
            Evidence::name("sessions", "pid 7"),
            Evidence::measured("sessions", "pid 7", "state", Value::Word("idle".into())),
            Evidence::estimated("tables", "a.b", "live_rows", Value::Count(4_000)),
            Evidence::measured("sessions", "pid 7", "xid_age", Value::Count(3)),
        ]));
        assert_eq!(line, "sessions: state 'idle', xid_age 3; tables \"a.b\": live_rows about 4,000");
        let there = [Evidence::name("indexes", "a.i"), Evidence::name("indexes", "a.j")];
        assert_eq!(evidence_line(&finding(&there)), "indexes \"a.i\"; indexes \"a.j\"");
    }
}
