//! One finding on the page.

use super::escape;
use crate::checks::manual::severity;
use crate::checks::{Check, Finding};
use crate::report::standing::{evidence_line, title};
use crate::report::text::statement;
use crate::report::Report;

/// What holds for all findings of a check is said with the first.
pub(super) fn article(report: &Report, check: &Check, finding: &Finding, is_first: bool) -> String {
    let level = severity(finding.severity);
    let print = finding.fingerprint();
    let mut out = format!(
        "<article class=\"{level}\" id=\"f-{print}\">\n<h3><span class=\"level {level}\">{level}</span>\
         <bdi>{}</bdi> <span class=\"check\">{}</span></h3>\n",
        escape(&title(finding)),
        escape(check.name)
    );
    for sentence in &finding.said.sentences {
        out += &format!("<p class=\"text\">{}</p>\n", escape(&sentence.text));
    }
    let advice = finding.remedy.advice.trim_end_matches('.');
    out += &format!("<p class=\"text\"><strong>Do:</strong> {}.</p>\n", escape(advice));
    if let Some(sql) = &finding.remedy.sql {
        out += &format!("<pre>{}</pre>\n", escape(&statement(sql)));
    }
    if let Some(sql) = &finding.remedy.revert_sql {
        out += &format!("<pre><b>back: </b>{}</pre>\n", escape(&statement(sql)));
    }
    out + "<dl>\n" + &standing(report, check, finding, is_first) + "</dl>\n</article>\n"
}

fn standing(report: &Report, check: &Check, finding: &Finding, is_first: bool) -> String {
    let mut out = String::new();
    let mut row = |term: &str, html: String| out += &format!("<dt>{term}</dt><dd class=\"text\">{html}</dd>\n");
    if let Some(since) = report.since(finding) {
        row("since", escape(&since.words()));
    } else if let Some(window) = report.judged(check).and_then(|judged| judged.window.as_ref()) {
        row("since", escape(&format!("not known; {window}")));
    }
    row("evidence", escape(&evidence_line(finding)));
    let how = if is_first { format!(": {}", check.how) } else { String::new() };
    row("basis", escape(&format!("{}{how}", report.confidence(check).words())));
    if is_first {
        row("refute", format!("<code>{}</code>", escape(check.refuted_by)));
    }
    row("id", format!("<span class=\"id\">{} {}</span>", check.id, finding.fingerprint()));
    out
}
