//! The report as one page of HTML, in the health report's dress. The same controls in the same order as in the text.

use super::report::{ComplianceReport, Judgement, NO_VERDICT};
use super::State;
use crate::checks::manual::severity;
use crate::report::{html_escape as escape, html_page, statement};

impl ComplianceReport {
    pub fn html(&self, hash: Option<&str>) -> String {
        let mut body = format!("<header>\n<h1>{}</h1>\n<p>{}</p>\n", escape(&self.verdict()), escape(NO_VERDICT));
        body += &format!("<p class=\"soft small\">Numbers: {}.</p>\n", escape(self.framework.edition()));
        body += &format!("<p class=\"soft small text\">{}</p>\n</header>\n<main>\n", escape(&self.report.place()));
        for judged in self.controls() {
            control(&mut body, &judged);
        }
        body += &format!("</main>\n<footer>\n<p>{}</p>\n</footer>\n", escape(&self.seal(hash)));
        html_page(&format!("Compliance: {}", self.verdict()), &body)
    }
}

/// The colour of a state: that of a finding of this severity, or none.
const fn class(state: State) -> &'static str {
    match state {
        State::NotMet => "high",
        State::NotVisible => "info",
        State::NotCovered => "none",
        State::Met => "well",
    }
}

fn control(body: &mut String, judged: &Judgement<'_>) {
    let (control, class) = (&judged.control, class(judged.state));
    *body += &format!(
        "<article class=\"{class}\">\n<h3><span class=\"level {class}\">{}</span>{} <span class=\"check\">{}</span></h3>\n<dl>\n",
        judged.state.word(),
        escape(control.number),
        escape(control.title)
    );
    let mut line = |label: &str, html: String| *body += &format!("<dt>{label}</dt><dd>{html}</dd>\n");
    for cited in &judged.findings {
        let finding = cited.finding;
        let named = format!("{} {}", finding.object_kind, finding.object);
        let place =
            format!("{} {}; evidence {}", cited.check.id, finding.fingerprint(), cited.evidence_ids().join(", "));
        let level = severity(finding.severity);
        let html = format!(
            "{level} {} <bdi>{}</bdi><br><span class=\"id\">{}</span>",
            cited.check.name,
            escape(&named),
            escape(&place)
        );
        line("found", html);
    }
    for told in &judged.suppressed {
        line("quiet", escape(told));
    }
    for (check, why, detail, opens) in judged.unseen() {
        let opener = opens.map(|o| format!("<pre>{}</pre>", escape(&statement(o)))).unwrap_or_default();
        line("unseen", format!("{check} ({why}): {}{opener}", escape(detail)));
    }
    let well = judged.well();
    if !well.is_empty() {
        line("well", well.join(", "));
    }
    if let Some(outside) = control.outside {
        line("attest", escape(outside));
    }
    *body += "</dl>\n</article>\n";
}
