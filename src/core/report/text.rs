//! The report as a person reads it in psql.

use super::wrap::labelled;
use super::{Coverage, Place, Report};
use crate::checks::manual::{capital, nature, severity};
use crate::checks::{Check, Finding, Judged, Outcome, Severity};
use crate::evidence::{Reason, Unread};
use crate::value::{grouped, utc, Value};
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
    /// Verdict, coverage, findings, what could not be looked at, what was well.
    pub fn text(&self) -> String {
        let coverage = self.coverage();
        let mut out = labelled("", &self.verdict());
        out += &labelled("", &looked_at(&coverage));
        for opener in &coverage.opens_with {
            out += &labelled("  to see more: ", &statement(opener));
        }
        out += &labelled("", &self.place());
        out += &labelled("Groups: ", &self.group_line());
        self.findings_text(&mut out);
        self.unseen_text(&mut out);
        self.well_text(&mut out);
        out
    }

    /// The answer in one line.
    pub fn verdict(&self) -> String {
        let findings = self.findings();
        let coverage = self.coverage();
        if findings.is_empty() {
            let unseen = coverage.skipped - self.below_floor() + coverage.errors;
            return match (coverage.ok, unseen) {
                (0, _) => "Nothing can be said: no check could look.".into(),
                (_, 0) => "No findings.".into(),
                _ => "No findings in what could be looked at; not everything could.".into(),
            };
        }
        let levels = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
        let counts: Vec<String> = levels
            .into_iter()
            .map(|level| (level, findings.iter().filter(|(_, f)| f.severity == level).count()))
            .filter(|(_, n)| *n > 0)
            .map(|(level, n)| format!("{} {}", grouped(n as i64), severity(level)))
            .collect();
        let noun = if findings.len() == 1 { "finding" } else { "findings" };
        format!("{} {noun}: {}.", grouped(findings.len() as i64), counts.join(", "))
    }

    /// Checks skipped only because nothing was large enough to judge.
    fn below_floor(&self) -> usize {
        let small = |outcome: &Outcome| matches!(outcome, Outcome::Skipped(Unread { reason: Reason::Floor, .. }));
        self.results.iter().filter(|(_, outcome)| small(outcome)).count()
    }

    pub(crate) fn place(&self) -> String {
        let at = utc(self.made_at);
        let Some(place) = &self.server else {
            return format!("The server itself could not be read. Looked at {at}.");
        };
        let Place { database_name, role_name, version_num, .. } = place;
        let standby = if place.in_recovery { ", a standby" } else { "" };
        format!(
            "Database {database_name} on PostgreSQL {}.{}{standby}, seen by {role_name} at {at}; counters have run for {}.",
            version_num / 10_000,
            version_num % 10_000,
            Value::Seconds(place.counting_seconds)
        )
    }

    fn group_line(&self) -> String {
        let groups: Vec<_> = self.groups().iter().map(|(name, state)| format!("{name} {}", state.word())).collect();
        groups.join(", ")
    }

    fn findings_text(&self, out: &mut String) {
        let shown = self.shown();
        if !shown.is_empty() {
            out.push_str("\nFINDINGS\n");
        }
        for shown in shown {
            match shown {
                Shown::Finding { check, finding, basis } => finding_text(out, check, finding, basis),
                Shown::More { check, more } => {
                    *out += &format!("\n  {more} more of {}: SELECT * FROM copilot.findings();\n", check.name);
                }
            }
        }
    }

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

    /// What a check saw when it could look.
    pub(super) fn judged(&self, check: &Check) -> Option<&Judged> {
        self.results.iter().find(|(c, _)| c.id == check.id).and_then(|(_, outcome)| match outcome {
            Outcome::Finding(judged) | Outcome::Ok(judged) => Some(judged),
            _ => None,
        })
    }

    fn unseen_text(&self, out: &mut String) {
        let unseen: Vec<_> = self.results.iter().filter_map(|(check, outcome)| not_seen_text(check, outcome)).collect();
        if unseen.is_empty() {
            return;
        }
        out.push_str("\nCOULD NOT LOOK\n");
        for line in unseen {
            *out += &line;
        }
    }

    fn well_text(&self, out: &mut String) {
        let well: Vec<_> = self
            .results
            .iter()
            .filter_map(|(check, outcome)| match outcome {
                Outcome::Ok(judged) => Some(labelled("  ", &format!("{}: {}", check.name, examined(judged)))),
                Outcome::NotApplicable(why) => Some(labelled("  ", &format!("{}: {why}", check.name))),
                _ => None,
            })
            .collect();
        if well.is_empty() {
            return;
        }
        out.push_str("\nLOOKED AND FOUND WELL\n");
        for line in well {
            *out += &line;
        }
    }
}

/// The coverage line: what was examined, how it ended.
pub(super) fn looked_at(c: &Coverage) -> String {
    let mut line = format!(
        "Looked: {} of {} checks; {} ok, {} with findings, {} skipped, {} not applicable",
        c.checks - c.skipped - c.errors,
        c.checks,
        c.ok,
        c.with_findings,
        c.skipped,
        c.not_applicable
    );
    if c.errors > 0 {
        line += &format!(", {} failed", c.errors);
    }
    line + "."
}

/// One finding; what holds for all findings of its check is said with the first.
fn finding_text(out: &mut String, check: &Check, finding: &Finding, judged: Option<&Judged>) {
    let level = severity(finding.severity).to_ascii_uppercase();
    let title = format!("{} {} {}", check.name, finding.object_kind, finding.object);
    *out += "\n";
    *out += &labelled(&format!("{level:<8} "), &title);
    let label = |word: &str| format!("         {word:<8} ");
    for sentence in &finding.said.sentences {
        *out += &labelled("         ", &sentence.text);
    }
    *out += &labelled(&label("do:"), &format!("{}.", finding.remedy.advice.trim_end_matches('.')));
    if let Some(sql) = &finding.remedy.sql {
        *out += &labelled(&label("sql:"), &statement(sql));
    }
    if let Some(sql) = &finding.remedy.revert_sql {
        *out += &labelled(&label("revert:"), &statement(sql));
    }
    if let Some(judged) = judged {
        let window = judged.window.as_ref().map(|w| format!("; {w}")).unwrap_or_default();
        let basis = format!("{}: {}{window}", nature(check.nature), check.how);
        *out += &labelled(&label("basis:"), &basis);
        *out += &labelled(&label("refute:"), check.refuted_by);
    }
    *out += &labelled(&label("id:"), &format!("{} {}", check.id, finding.fingerprint()));
}

fn not_seen_text(check: &Check, outcome: &Outcome) -> Option<String> {
    let (why, detail, opens_with) = not_seen(outcome)?;
    let mut lines = labelled("  ", &format!("{} ({why}): {detail}", check.name));
    if let Some(opener) = opens_with {
        lines += &labelled("    opens with: ", &statement(opener));
    }
    Some(lines)
}

/// Why a check could not look, at all or in part: the reason, the detail, what opens it.
pub(crate) fn not_seen(outcome: &Outcome) -> Option<(&'static str, &str, Option<&str>)> {
    match outcome {
        Outcome::Skipped(unread) | Outcome::Finding(Judged { unseen: Some(unread), .. }) => {
            let Unread { reason, detail, opens_with } = unread;
            Some((reason.word(), detail, opens_with.as_deref()))
        }
        Outcome::Error(why) => Some(("error", why, None)),
        _ => None,
    }
}

/// `0 of 412 indexes; 380 below the floor; counters have run for 41 days`.
pub(super) fn examined(judged: &Judged) -> String {
    let all = judged.examined + judged.below_floor;
    let mut line = format!("{} of {} {}", judged.findings.len(), grouped(all as i64), judged.noun);
    if judged.below_floor > 0 {
        line += &format!("; {} below the floor", grouped(judged.below_floor as i64));
    }
    if let Some(window) = &judged.window {
        line += &format!("; {window}");
    }
    line
}

/// As typed into psql; an opener in words stays words.
pub(crate) fn statement(sql: &str) -> String {
    if sql.chars().next().is_some_and(char::is_uppercase) {
        format!("{sql};")
    } else {
        capital(sql)
    }
}
