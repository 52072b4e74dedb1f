//! `docs/checks.md`, made from the registry.

use super::limits::value;
use super::{catalogue, registry, Check, Nature, RemedyClass, Severity};
use crate::compliance::controls;
use std::fmt::Write;

/// The whole page.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Checks\n\n\
         Made from the registry by `cargo run -q -p copilot_core --example checks_manual > docs/checks.md`; a test \
         fails when\nit is stale. Each check ends as ok, finding, skipped with its reason, not applicable, or \
         error. What could not be\nlooked at is never ok.\n",
    );
    for check in registry::ALL {
        entry(&mut page, check);
    }
    catalogue::section(&mut page);
    page
}

/// One check, for the page and for `explain_check()`.
pub fn entry(page: &mut String, check: &Check) {
    let reads: Vec<_> = check.reads.iter().map(|f| f.stem()).collect();
    // writing to a String cannot fail
    let _ = write!(
        page,
        "\n## {} {}\n\n{}.\n\n- why: {}\n- how: {} ({})\n- reads: {}\n- refuted by: `{}`\n- severity: up to {}\n- \
         remedy: {}\n",
        check.id,
        check.name,
        capital(check.what),
        check.why,
        check.how,
        nature(check.nature),
        reads.join(", "),
        check.refuted_by,
        severity(check.severity_max),
        remedy_class(check.remedy_class),
    );
    if !check.needs.is_empty() {
        let _ = writeln!(page, "- to see everything: `{}`", check.needs);
    }
    for t in check.thresholds {
        let _ = writeln!(page, "- threshold `{}`: {} ({}; {})", t.name, value(t.value, t.unit), t.unit, t.source);
    }
    if let Some(gauge) = check.gauge {
        let _ = writeln!(page, "- worse from one look to the next: {}", gauge.words());
    }
    if !check.untried.is_empty() {
        let _ = writeln!(page, "- not tried on a server made sick: {}", check.untried);
    }
    for control in controls::of_check(check.name) {
        let _ = writeln!(page, "- compliance: {} {}", control.framework.title(), control.number);
    }
}

/// The first letter in upper case.
pub fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

pub const fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Measured => "measured",
        Nature::Estimated => "estimated",
    }
}

pub const fn remedy_class(class: RemedyClass) -> &'static str {
    match class {
        RemedyClass::None => "nothing to take back",
        RemedyClass::ReversibleExactly => "reversible exactly",
        RemedyClass::ReversibleInStructure => "reversible in structure only",
        RemedyClass::Irreversible => "irreversible, never as SQL",
    }
}
