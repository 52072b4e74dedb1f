//! The findings of one look, control by control.

use super::controls::{of_framework, Control};
use super::{Framework, State};
use crate::ask::answer::id as evidence_id;
use crate::checks::{Check, Finding, Outcome};
use crate::report::{suppressed_line, Format, Report};
use crate::value::grouped;
use std::ops::Range;

/// One look at the database, and what it says about the controls of one framework.
pub struct ComplianceReport {
    pub framework: Framework,
    /// The audit's number of the call that made it.
    pub call: i64,
    pub report: Report,
}

/// A control with everything that bears on it.
pub struct Judgement<'a> {
    pub control: Control,
    pub state: State,
    pub outcomes: Vec<(&'static Check, &'a Outcome)>,
    pub findings: Vec<Cited<'a>>,
    /// What speaks against it and is suppressed: it weighs as much, and whoever decided otherwise is named.
    pub suppressed: Vec<String>,
}

/// A finding, and where its evidence stands among that of the call.
pub struct Cited<'a> {
    pub check: &'static Check,
    pub finding: &'a Finding,
    pub evidence: Range<usize>,
}

impl Cited<'_> {
    /// As `copilot.evidence()` numbers them.
    pub fn evidence_ids(&self) -> Vec<String> {
        self.evidence.clone().map(evidence_id).collect()
    }
}

/// What stands above every report of this kind.
pub(super) const NO_VERDICT: &str = "This says to which controls the state of this database speaks, and what it says. \
     It does not say that an organisation meets a framework: that is for people to attest.";

impl ComplianceReport {
    /// What it can be laid out as.
    pub const FORMATS: &'static [Format] = &[Format::Text, Format::Markdown, Format::Json, Format::Html];

    /// Every control of the framework, in its order.
    pub fn controls(&self) -> Vec<Judgement<'_>> {
        let mut from = 0;
        let cited: Vec<(&Check, &Finding, Range<usize>)> = self
            .report
            .findings()
            .into_iter()
            .map(|(check, finding)| {
                let evidence = from..from + finding.said.evidence.len();
                from = evidence.end;
                (check, finding, evidence)
            })
            .collect();
        of_framework(self.framework)
            .map(|control| {
                let bears = |check: &Check| control.checks.contains(&check.name);
                let outcomes: Vec<_> =
                    self.report.results.iter().filter(|(check, _)| bears(check)).map(|(c, o)| (*c, o)).collect();
                let findings = cited
                    .iter()
                    .filter(|(check, ..)| bears(check))
                    .map(|(check, finding, evidence)| Cited { check, finding, evidence: evidence.clone() })
                    .collect();
                let suppressed = self
                    .report
                    .suppressed()
                    .into_iter()
                    .filter(|(check, ..)| bears(check))
                    .map(|(check, finding, why)| suppressed_line(check, finding, why))
                    .collect();
                let state = State::of(&control, outcomes.iter().map(|(_, outcome)| *outcome));
                Judgement { control, state, outcomes, findings, suppressed }
            })
            .collect()
    }

    /// `41 controls of HIPAA: 3 not met, 12 not visible from SQL, 1 not covered, 7 met`, never that all is well.
    pub fn verdict(&self) -> String {
        let controls = self.controls();
        let count = |state| controls.iter().filter(|c| c.state == state).count();
        let counts: Vec<String> = State::ALL
            .into_iter()
            .filter(|state| count(*state) > 0)
            .map(|state| format!("{} {}", count(state), state.word()))
            .collect();
        format!(
            "{} controls of {}: {}.",
            grouped(i64::try_from(controls.len()).unwrap_or(i64::MAX)),
            self.framework.title(),
            counts.join(", ")
        )
    }

    /// Where the proof of this report is found. The hash is none when this transaction cannot see it yet.
    pub(super) fn seal(&self, hash: Option<&str>) -> String {
        let call = self.call;
        let hash = match hash {
            Some(hash) => format!("its salted SHA-256 in the audit is {hash}"),
            None => format!("its hash is SELECT hash FROM copilot.reports WHERE id = {call}, once it is in the tables"),
        };
        format!(
            "Kept as {call} in copilot.reports; {hash}. Evidence: SELECT * FROM copilot.evidence({call}). \
             Proof: SELECT * FROM copilot.verify_audit()."
        )
    }
}

impl Judgement<'_> {
    /// What could not be seen of it: the check, the reason, the detail, what opens it.
    pub(super) fn unseen(&self) -> Vec<(&'static str, &'static str, &str, Option<&str>)> {
        let mut unseen = Vec::new();
        for &(check, outcome) in &self.outcomes {
            if let Some((why, detail, opens)) = crate::report::not_seen(outcome) {
                unseen.push((check.name, why, detail, opens));
            }
        }
        unseen
    }

    /// Names of the checks that looked and found nothing.
    pub(super) fn well(&self) -> Vec<&'static str> {
        let well = |outcome: &Outcome| matches!(outcome, Outcome::Ok(_));
        self.outcomes.iter().filter(|(_, outcome)| well(outcome)).map(|(check, _)| check.name).collect()
    }
}
