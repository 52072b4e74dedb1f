//! The report as Markdown: for a ticket, a wiki, a chat. The same findings in the same order as in the text.

use super::escape::{code, inline};
use super::shown::Shown;
use super::standing::{evidence_line, title};
use super::text::{looked_at, not_seen, statement, Well};
use super::Report;
use crate::checks::manual::severity;
use crate::checks::{Check, Finding, Judged};
use std::fmt::Write;

impl Report {
    /// Verdict, coverage, findings, what could not be looked at, what was well.
    pub fn markdown(&self) -> String {
        let coverage = self.coverage();
        let mut out = format!("# {}\n\n{}\n", inline(&self.verdict()), inline(&looked_at(&coverage)));
        out += &format!("\n{}\n", inline(&self.place()));
        out += "\n| group | state |\n|---|---|\n";
        for (group, state) in self.groups() {
            out += &format!("| {} | {} |\n", inline(group), state.word());
        }
        if !coverage.opens_with.is_empty() {
            out += "\nTo see more:\n\n";
            let openers: Vec<String> = coverage.opens_with.iter().map(|o| statement(o)).collect();
            out += &code("sql", &openers.join("\n"));
        }
        self.markdown_findings(&mut out);
        list("Suppressed", &self.suppressed_lines(), &mut out);
        self.markdown_unseen(&mut out);
        list("Thresholds of your own", &self.decided.threshold_lines(), &mut out);
        self.markdown_well(&mut out);
        out
    }

    fn markdown_findings(&self, out: &mut String) {
        let shown = self.shown();
        if !shown.is_empty() {
            *out += "\n## Findings\n";
        }
        for shown in shown {
            match shown {
                Shown::Finding { check, finding, basis } => self.finding_markdown(out, check, finding, basis),
                Shown::More { check, more } => {
                    let name = inline(check.name);
                    *out += &format!("\n{more} more of {name}: `SELECT * FROM copilot.findings();`\n");
                }
            }
        }
    }

    fn markdown_unseen(&self, out: &mut String) {
        let unseen: Vec<_> = self.results.iter().filter_map(|(c, outcome)| Some((c, not_seen(outcome)?))).collect();
        if unseen.is_empty() {
            return;
        }
        *out += "\n## Could not look\n\n| check | why | detail | opens with |\n|---|---|---|---|\n";
        for (check, (why, detail, opens_with)) in unseen {
            let opener = opens_with.map(|o| inline(&statement(o))).unwrap_or_default();
            // writing to a String cannot fail
            let _ = writeln!(out, "| {} | {why} | {} | {opener} |", inline(check.name), inline(detail));
        }
    }

    fn markdown_well(&self, out: &mut String) {
        let Well { by_group, not_applicable } = self.well();
        if !by_group.is_empty() {
            *out += "\n## Looked and found well\n\n";
        }
        for (group, checks) in by_group {
            let _ = writeln!(out, "- {group}: {}", inline(&checks.join("; ")));
        }
        if !not_applicable.is_empty() {
            *out += &format!("\n## Not applicable\n\n{}\n", inline(&not_applicable.join(", ")));
        }
    }

    /// One finding; what holds for all findings of its check is said with the first.
    fn finding_markdown(&self, out: &mut String, check: &Check, finding: &Finding, basis: Option<&Judged>) {
        let level = severity(finding.severity).to_ascii_uppercase();
        let object = inline(&title(finding));
        *out += &format!("\n### {level} {}: {object}\n\n", inline(check.name));
        for sentence in &finding.said.sentences {
            *out += &format!("{}\n", inline(&sentence.text));
        }
        *out += &format!("\n**Do:** {}.\n", inline(finding.remedy.advice.trim_end_matches('.')));
        if let Some(sql) = &finding.remedy.sql {
            *out += &format!("\n{}", code("sql", &statement(sql)));
        }
        if let Some(sql) = &finding.remedy.revert_sql {
            *out += &format!("\nTo take it back:\n\n{}", code("sql", &statement(sql)));
        }
        if let Some(since) = self.since(finding) {
            *out += &format!("\n*Since:* {}\n", inline(&since.words()));
        } else if let Some(window) = self.judged(check).and_then(|judged| judged.window.as_ref()) {
            *out += &format!("\n*Since:* not known; {}\n", inline(window));
        }
        *out += &format!("\n*Evidence:* {}\n", inline(&evidence_line(finding)));
        let how = basis.map(|_| format!(": {}", check.how)).unwrap_or_default();
        *out += &format!("\n*Basis:* {}{}\n", self.confidence(check).words(), inline(&how));
        if basis.is_some() {
            *out += &format!("\n*Refuted by:* {}\n", inline(check.refuted_by));
        }
        *out += &format!("\n*Id:* {} {}\n", check.id, finding.fingerprint());
    }
}

fn list(title: &str, lines: &[String], out: &mut String) {
    if !lines.is_empty() {
        *out += &format!("\n## {title}\n\n");
    }
    for line in lines {
        *out += &format!("- {}\n", inline(line));
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::limits::Limits;
    use crate::checks::{judge, registry};
    use crate::evidence::facts::Facts;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::indexes::Index;
    use crate::evidence::Family;
    use crate::flows::health_report::health_report;

    const HOSTILE: &str = "a|b`\n# <b>c</b> ```";

    fn world() -> FakeWorld {
        let invalid = Index { is_valid: false, index_name: HOSTILE.into(), ..fake::index("shop.i") };
        FakeWorld::new().with(Family::Counts, &[fake::counts(1, 0)]).with(Family::Indexes, &[invalid])
    }

    #[test]
    fn a_hostile_name_stays_a_name() {
        let page = health_report(&mut world()).unwrap().markdown();
        let check = registry::find("invalid_index").unwrap();
        let found = judge::outcome(check, &Facts::load(&mut world(), check.reads), &Limits::default());
        assert!(matches!(found, crate::checks::Outcome::Finding(_)));
        assert!(
            page.contains("### HIGH invalid_index: index shop.a&#124;b&#96;&#92;u{a}&#35; &#60;b&#62;c&#60;/b&#62;")
        );
        let mut fence: Option<&str> = None;
        for line in page.lines() {
            let ticks = line.split(|c| c != '`').next().unwrap();
            match fence {
                None if ticks.len() > 2 => fence = Some(ticks),
                Some(open) if line == open => fence = None,
                None => assert!(!line.contains('<') && !line.starts_with("# <"), "outside code: {line}"),
                Some(_) => {}
            }
        }
        assert_eq!(fence, None, "every block of code ends");
    }

    #[test]
    fn it_has_the_findings_of_the_text_in_its_order() {
        let report = health_report(&mut world()).unwrap();
        let prints: Vec<String> = report.findings().iter().map(|(_, f)| f.fingerprint()).collect();
        assert!(!prints.is_empty());
        for page in [report.text(100), report.markdown()] {
            let at: Vec<usize> = prints.iter().map(|p| page.find(p.as_str()).unwrap()).collect();
            assert!(at.is_sorted(), "{page}");
        }
    }
}
