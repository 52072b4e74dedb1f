//! The report as a person reads it in psql.

use super::escape::visible;
use super::shown::Shown;
use super::standing::{evidence_line, title};
use super::wrap::Page;
use super::{Coverage, Place, Report};
use crate::checks::manual::{capital, severity};
use crate::checks::{Check, Finding, Judged, Outcome, Severity};
use crate::evidence::{Reason, Unread};
use crate::value::{grouped, utc, Value};

impl Report {
    /// Verdict, coverage, findings, what could not be looked at, what was well, in lines of so many characters.
    pub fn text(&self, width: usize) -> String {
        let coverage = self.coverage();
        let mut page = Page::new(width);
        page.labelled("", &self.verdict());
        page.labelled("", &looked_at(&coverage));
        for opener in &coverage.opens_with {
            page.labelled("  to see more: ", &statement(opener));
        }
        page.labelled("", &self.place());
        page.labelled("Groups: ", &self.group_line());
        self.findings_text(&mut page);
        list("SUPPRESSED", &self.suppressed_lines(), &mut page);
        self.unseen_text(&mut page);
        list("THRESHOLDS OF YOUR OWN", &self.decided.threshold_lines(), &mut page);
        self.well_text(&mut page);
        page.out
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

    fn findings_text(&self, page: &mut Page) {
        let shown = self.shown();
        if !shown.is_empty() {
            page.heading("FINDINGS");
        }
        for shown in shown {
            match shown {
                Shown::Finding { check, finding, basis } => self.finding_text(page, check, finding, basis),
                Shown::More { check, more } => {
                    page.out.push('\n');
                    page.labelled("  ", &format!("{more} more of {}: SELECT * FROM copilot.findings();", check.name));
                }
            }
        }
    }

    /// One finding; what holds for all findings of its check is said with the first.
    fn finding_text(&self, page: &mut Page, check: &Check, finding: &Finding, basis: Option<&Judged>) {
        let level = severity(finding.severity).to_ascii_uppercase();
        page.out.push('\n');
        page.labelled(&format!("{level:<8} "), &format!("{} {}", check.name, title(finding)));
        let label = |word: &str| format!("         {word:<9} ");
        for sentence in &finding.said.sentences {
            page.labelled("         ", &sentence.text);
        }
        page.labelled(&label("do:"), &format!("{}.", finding.remedy.advice.trim_end_matches('.')));
        if let Some(sql) = &finding.remedy.sql {
            page.labelled(&label("sql:"), &statement(sql));
        }
        if let Some(sql) = &finding.remedy.revert_sql {
            page.labelled(&label("revert:"), &statement(sql));
        }
        if let Some(since) = self.since(finding) {
            page.labelled(&label("since:"), &since.words());
        } else if let Some(window) = self.judged(check).and_then(|judged| judged.window.as_ref()) {
            page.labelled(&label("since:"), &format!("not known; {window}"));
        }
        page.labelled(&label("evidence:"), &evidence_line(finding));
        let confidence = self.confidence(check).words();
        let how = basis.map(|_| format!(": {}", check.how)).unwrap_or_default();
        page.labelled(&label("basis:"), &format!("{confidence}{how}"));
        if basis.is_some() {
            page.labelled(&label("refute:"), check.refuted_by);
        }
        page.labelled(&label("id:"), &format!("{} {}", check.id, finding.fingerprint()));
    }

    fn unseen_text(&self, page: &mut Page) {
        let unseen: Vec<_> = self.results.iter().filter_map(|(c, outcome)| Some((c, not_seen(outcome)?))).collect();
        if !unseen.is_empty() {
            page.heading("COULD NOT LOOK");
        }
        for (check, (why, detail, opens_with)) in unseen {
            page.labelled("  ", &format!("{} ({why}): {detail}", check.name));
            if let Some(opener) = opens_with {
                page.labelled("    opens with: ", &statement(opener));
            }
        }
    }

    fn well_text(&self, page: &mut Page) {
        let Well { by_group, not_applicable } = self.well();
        if !by_group.is_empty() {
            page.heading("LOOKED AND FOUND WELL");
        }
        for (group, checks) in by_group {
            page.labelled(&format!("  {group} "), &format!("{}.", checks.join("; ")));
        }
        if !not_applicable.is_empty() {
            page.heading("NOT APPLICABLE");
            page.labelled("  ", &format!("{}.", not_applicable.join(", ")));
        }
    }

    /// What was examined and found well, a line a group, and what there is nothing of here.
    pub(super) fn well(&self) -> Well {
        let mut well = Well::default();
        for (check, outcome) in &self.results {
            match outcome {
                Outcome::Ok(judged) => {
                    let said = format!("{} ({})", check.name, examined(judged));
                    match well.by_group.iter_mut().find(|(group, _)| *group == check.group) {
                        Some((_, so_far)) => so_far.push(said),
                        None => well.by_group.push((check.group, vec![said])),
                    }
                }
                Outcome::NotApplicable(_) => well.not_applicable.push(check.name),
                _ => {}
            }
        }
        well
    }
}

#[derive(Default)]
pub(super) struct Well {
    pub(super) by_group: Vec<(&'static str, Vec<String>)>,
    pub(super) not_applicable: Vec<&'static str>,
}

fn list(title: &str, lines: &[String], page: &mut Page) {
    if !lines.is_empty() {
        page.heading(title);
    }
    for line in lines {
        page.labelled("  ", line);
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
    if c.suppressed > 0 {
        line += &format!(", {} suppressed", c.suppressed);
    }
    if c.errors > 0 {
        line += &format!(", {} failed", c.errors);
    }
    line + "."
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

/// `412 indexes, 380 below the floor`
pub(super) fn examined(judged: &Judged) -> String {
    let all = judged.examined + judged.below_floor;
    let mut line = format!("{} {}", grouped(all as i64), judged.noun);
    if judged.below_floor > 0 {
        line += &format!(", {} below the floor", grouped(judged.below_floor as i64));
    }
    line
}

/// As typed into psql; an opener in words stays words. A name with marks that nobody sees is shown with what they are: who
/// runs it should know.
pub(crate) fn statement(sql: &str) -> String {
    let sql = visible(sql);
    if sql.chars().next().is_some_and(char::is_uppercase) {
        format!("{sql};")
    } else {
        capital(&sql)
    }
}
