//! The report as a person reads it in psql.

use super::report::{ComplianceReport, Judgement, NO_VERDICT};
use crate::checks::manual::severity;
use crate::report::{labelled, statement};

impl ComplianceReport {
    /// Verdict, what it is not, and each control with what bears on it.
    pub fn text(&self, hash: Option<&str>) -> String {
        let mut out = labelled("", &self.verdict());
        out += &labelled("", NO_VERDICT);
        out += &labelled("", &format!("Numbers: {}.", self.framework.edition()));
        out += &labelled("", &self.report.place());
        for judgement in self.controls() {
            out.push('\n');
            control(&mut out, &judgement);
        }
        out.push('\n');
        out += &labelled("", &self.seal(hash));
        out
    }
}

fn control(out: &mut String, judged: &Judgement<'_>) {
    let control = &judged.control;
    *out += &labelled(&format!("{:<18} ", control.number), &format!("{}: {}", control.title, judged.state.word()));
    let label = |word: &str| format!("    {word:<9} ");
    for cited in &judged.findings {
        let finding = cited.finding;
        let line =
            format!("{} {} {} {}", severity(finding.severity), cited.check.name, finding.object_kind, finding.object);
        *out += &labelled(&label("found:"), &line);
        let ids = cited.evidence_ids().join(", ");
        *out += &labelled(&label(""), &format!("{} {}; evidence {ids}", cited.check.id, finding.fingerprint()));
    }
    for line in &judged.suppressed {
        *out += &labelled(&label("quiet:"), line);
    }
    for (check, why, detail, opens) in judged.unseen() {
        *out += &labelled(&label("unseen:"), &format!("{check} ({why}): {detail}"));
        if let Some(opener) = opens {
            *out += &labelled(&label("opens:"), &statement(opener));
        }
    }
    let well = judged.well();
    if !well.is_empty() {
        *out += &labelled(&label("well:"), &well.join(", "));
    }
    if let Some(outside) = control.outside {
        *out += &labelled(&label("attest:"), outside);
    }
}
