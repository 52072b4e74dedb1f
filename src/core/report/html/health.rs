//! The health report as a page.

use super::{bars, escape, finding, page};
use crate::checks::manual::severity;
use crate::checks::Severity;
use crate::report::shown::Shown;
use crate::report::text::{looked_at, not_seen, statement, Well};
use crate::report::Report;
use crate::value::grouped;
use std::fmt::Write;

/// What the findings may take. With everything else a page stays below 300 kB, which mail and chat let through.
const MOST_BYTES_OF_FINDINGS: usize = 200_000;
/// Characters of a reason why a check could not look.
const MOST_OF_DETAIL: usize = 300;

impl Report {
    /// Verdict, coverage, pictures, findings, what could not be looked at, what was well.
    pub fn html(&self) -> String {
        let mut body = String::from("<header>\n");
        body += &format!("<h1>{}</h1>\n", escape(&self.verdict()));
        body += &format!("<p>{}</p>\n", escape(&looked_at(&self.coverage())));
        body += &format!("<p class=\"soft small text\">{}</p>\n", escape(&self.place()));
        body += &self.html_strips();
        body += "</header>\n<main>\n";
        self.html_openers(&mut body);
        self.html_pictures(&mut body);
        self.html_findings(&mut body);
        list("Suppressed", &self.suppressed_lines(), &mut body);
        self.html_unseen(&mut body);
        list("Thresholds of your own", &self.decided.threshold_lines(), &mut body);
        self.html_well(&mut body);
        body +=
            "</main>\n<footer>\n<p>“Since” is given where the server itself says when it began; counters only say for \
                 how long they have run.</p>\n<p>Measured: the server counted it. Estimated: worked out. Seen in part: \
                 something the check reads was out of reach.</p>\n</footer>\n";
        page(&format!("Health: {}", self.verdict()), &body)
    }

    fn html_strips(&self) -> String {
        let c = self.coverage();
        let findings = self.findings();
        let levels = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
        let mut out = String::new();
        let counts: Vec<(&str, usize)> = levels
            .into_iter()
            .map(|level| (severity(level), findings.iter().filter(|(_, f)| f.severity == level).count()))
            .filter(|(_, n)| *n > 0)
            .collect();
        if !counts.is_empty() {
            let first = |level: &str| {
                let found = findings.iter().find(|(_, f)| severity(f.severity) == level);
                found.map(|(_, f)| f.fingerprint()).unwrap_or_default()
            };
            let keys = counts.iter().map(|(level, n)| {
                format!("<li><a href=\"#f-{}\">{}{} {level}</a></li>\n", first(level), dot(level), grouped(*n as i64))
            });
            out += &strip_with_key("Findings by severity", &counts, keys.collect());
        }
        let outcomes = [
            ("well", "checks found well", c.ok),
            ("high", "with findings", c.with_findings),
            ("unseen", "could not look", c.skipped + c.errors),
            ("none", "suppressed", c.suppressed),
            ("none", "not applicable", c.not_applicable),
        ];
        let keys = outcomes.iter().filter(|(.., n)| *n > 0);
        let keys = keys.map(|(class, words, n)| format!("<li>{}{n} {words}</li>\n", dot(class))).collect();
        out + &strip_with_key("Checks by outcome", &outcomes.map(|(class, _, n)| (class, n)), keys)
    }

    fn html_openers(&self, body: &mut String) {
        let openers: Vec<String> = self.coverage().opens_with.iter().map(|o| statement(o)).collect();
        if !openers.is_empty() {
            // a break of line is the one mark in it that is meant
            let lines: Vec<String> = openers.iter().map(|o| escape(o)).collect();
            *body += &format!("<h2>To see more</h2>\n<pre>{}</pre>\n", lines.join("\n"));
        }
    }

    fn html_pictures(&self, body: &mut String) {
        if self.pictures.is_empty() {
            return;
        }
        *body += "<h2>At a glance</h2>\n<div class=\"pictures\">\n";
        for picture in &self.pictures {
            *body += &bars::figure(picture);
        }
        *body += "</div>\n";
    }

    fn html_findings(&self, body: &mut String) {
        let shown = self.shown();
        if shown.is_empty() {
            return;
        }
        *body += "<h2>Findings</h2>\n";
        let full = body.len() + MOST_BYTES_OF_FINDINGS;
        let mut left_out = 0;
        for shown in shown {
            let piece = match shown {
                Shown::Finding { check, finding, basis } => {
                    let article = finding::article(self, check, finding, basis.is_some());
                    if left_out > 0 || body.len() + article.len() > full {
                        left_out += 1;
                        continue;
                    }
                    article
                }
                Shown::More { check, more } => format!(
                    "<p>And {more} more of {}: <code>SELECT * FROM copilot.findings();</code></p>\n",
                    escape(check.name)
                ),
            };
            *body += &piece;
        }
        if left_out > 0 {
            *body += &format!(
                "<p>And {} more that this page has no room for: <code>SELECT * FROM copilot.findings();</code></p>\n",
                grouped(left_out)
            );
        }
    }

    fn html_unseen(&self, body: &mut String) {
        let unseen: Vec<_> = self.results.iter().filter_map(|(c, outcome)| Some((c, not_seen(outcome)?))).collect();
        if unseen.is_empty() {
            return;
        }
        *body +=
            "<h2>Could not look</h2>\n<table>\n<thead><tr><th>check</th><th>why</th><th>opens with</th></tr></thead>\n\
                  <tbody>\n";
        for (check, (why, detail, opens_with)) in unseen {
            let opener = opens_with.map(|o| format!("<code>{}</code>", escape(&statement(o)))).unwrap_or_default();
            let mut told: String = detail.chars().take(MOST_OF_DETAIL).collect();
            if told.len() < detail.len() {
                told.push('…');
            }
            // writing to a String cannot fail
            let _ = writeln!(
                body,
                "<tr><td>{}</td><td class=\"text\">{why}: {}</td><td>{opener}</td></tr>",
                escape(check.name),
                escape(&told)
            );
        }
        *body += "</tbody>\n</table>\n";
    }

    fn html_well(&self, body: &mut String) {
        let Well { by_group, not_applicable } = self.well();
        if !by_group.is_empty() {
            *body += "<h2>Looked and found well</h2>\n<ul class=\"groups\">\n";
            for (group, checks) in by_group {
                let said = escape(&checks.join("; "));
                let _ = writeln!(body, "<li><span class=\"soft\">{group}</span><span>{said}</span></li>");
            }
            *body += "</ul>\n";
        }
        if !not_applicable.is_empty() {
            let names = escape(&not_applicable.join(", "));
            *body += &format!("<h2>Not applicable</h2>\n<p class=\"small soft\">{names}</p>\n");
        }
    }
}

fn list(title: &str, lines: &[String], body: &mut String) {
    if lines.is_empty() {
        return;
    }
    let items: String = lines.iter().map(|line| format!("<li>{}</li>\n", escape(line))).collect();
    *body += &format!("<h2>{title}</h2>\n<ul>\n{items}</ul>\n");
}

fn strip_with_key(described: &str, pieces: &[(&str, usize)], keys: String) -> String {
    format!("<div class=\"strip\">\n{}<ul class=\"key\">\n{keys}</ul>\n</div>\n", bars::strip(pieces, described))
}

fn dot(class: &str) -> String {
    format!("<span class=\"dot {class}\"></span>")
}
