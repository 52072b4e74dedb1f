//! The report as Markdown. The same controls in the same order as in the text.

use super::report::{ComplianceReport, Judgement, NO_VERDICT};
use crate::checks::manual::severity;
use crate::report::{markdown_code, markdown_inline as inline, statement};
use std::fmt::Write;

impl ComplianceReport {
    pub fn markdown(&self, hash: Option<&str>) -> String {
        let mut out = format!("# {}\n\n{}\n", inline(&self.verdict()), inline(NO_VERDICT));
        out += &format!("\nNumbers: {}.\n\n{}\n", inline(self.framework.edition()), inline(&self.report.place()));
        out += "\n| control | asks for | state |\n|---|---|---|\n";
        let controls = self.controls();
        for judged in &controls {
            let (number, title) = (inline(judged.control.number), inline(judged.control.title));
            // writing to a String cannot fail
            let _ = writeln!(out, "| {number} | {title} | {} |", judged.state.word());
        }
        for judged in &controls {
            control(&mut out, judged);
        }
        out += &format!("\n{}\n", inline(&self.seal(hash)));
        out
    }
}

fn control(out: &mut String, judged: &Judgement<'_>) {
    let control = &judged.control;
    *out += &format!("\n## {} {}: {}\n\n", inline(control.number), inline(control.title), judged.state.word());
    for cited in &judged.findings {
        let finding = cited.finding;
        let named = format!("{} {} {}", cited.check.name, finding.object_kind, finding.object);
        let ids = cited.evidence_ids().join(", ");
        let place = format!("{} {}; evidence {ids}", cited.check.id, finding.fingerprint());
        // writing to a String cannot fail
        let _ = writeln!(out, "- **{}** {} ({place})", severity(finding.severity), inline(&named));
    }
    for line in &judged.suppressed {
        let _ = writeln!(out, "- found, and suppressed: {}", inline(line));
    }
    for (check, why, detail, opens) in judged.unseen() {
        let _ = writeln!(out, "- not seen: {} ({why}): {}", inline(check), inline(detail));
        if let Some(opener) = opens {
            *out += &format!("\n{}\n", markdown_code("sql", &statement(opener)));
        }
    }
    for check in judged.well() {
        let _ = writeln!(out, "- well: {}", inline(check));
    }
    if let Some(outside) = control.outside {
        let _ = writeln!(out, "- to attest outside: {}", inline(outside));
    }
}
