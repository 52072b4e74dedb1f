//! What a check is unless it says otherwise, and the shapes that what it judged comes in.

use super::{Check, Dossier, Facts, Finding, Judged, Limits, Nature, Remedy, RemedyClass, Severity, Unread};

impl Check {
    /// For `..Check::PLAIN`: on every major from 15 on, measured, readable by everyone, nothing to take back.
    pub(crate) const PLAIN: Check = Check {
        id: "",
        name: "",
        group: "",
        what: "",
        why: "",
        how: "",
        refuted_by: "",
        reads: &[],
        needs: "",
        min_major: 15,
        max_major: None,
        nature: Nature::Measured,
        severity_max: Severity::Medium,
        remedy_class: RemedyClass::None,
        thresholds: &[],
        untried: "",
        gauge: None,
        judge: nothing,
    };

    /// A finding of this check about one object.
    pub(crate) fn finding(
        &self,
        severity: Severity,
        object_kind: &'static str,
        object: impl Into<String>,
        said: Dossier,
        remedy: Remedy,
    ) -> Finding {
        Finding { check: self.id, severity, object_kind, object: object.into(), said, remedy }
    }
}

impl Judged {
    /// This many were examined, and nothing is said yet.
    pub(crate) fn of(noun: &'static str, examined: usize) -> Self {
        Judged { noun, examined, ..Judged::default() }
    }

    /// There is nothing of the kind here.
    pub(crate) fn nothing(why: &str) -> Self {
        Judged { not_applicable: Some(why.into()), ..Judged::default() }
    }
}

fn nothing(_: &Facts, _: &Limits) -> Result<Judged, Unread> {
    Ok(Judged::nothing("this check judges nothing"))
}
