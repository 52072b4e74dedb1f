//! What can be checked, without looking at anything.

use crate::checks::manual::capital;
use crate::checks::{registry, RemedyClass, Severity};
use crate::evidence::Nature;
use serde_json::{json, Value};

#[derive(Clone, Debug, PartialEq)]
pub struct CheckRow {
    pub id: &'static str,
    pub name: &'static str,
    pub group: &'static str,
    pub what: String,
    pub why: &'static str,
    /// Stems of the families it reads.
    pub reads: Vec<&'static str>,
    /// The GRANT that shows it everything, or "".
    pub needs: &'static str,
    pub min_major: u32,
    pub severity_max: Severity,
    pub remedy_class: RemedyClass,
    pub nature: Nature,
    /// `[{ "name", "value", "unit", "source" }]`.
    pub thresholds: Value,
    pub refuted_by: &'static str,
}

/// Every check of the registry.
pub fn checks() -> Vec<CheckRow> {
    registry::ALL
        .iter()
        .map(|check| CheckRow {
            id: check.id,
            name: check.name,
            group: check.group,
            what: capital(check.what),
            why: check.why,
            reads: check.reads.iter().map(|family| family.stem()).collect(),
            needs: check.needs,
            min_major: check.min_major,
            severity_max: check.severity_max,
            remedy_class: check.remedy_class,
            nature: check.nature,
            thresholds: json!(check.thresholds),
            refuted_by: check.refuted_by,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_its_row() {
        let rows = checks();
        assert_eq!(rows.len(), registry::ALL.len());
        let unused = rows.iter().find(|row| row.name == "unused_index").unwrap();
        assert_eq!(unused.thresholds[0]["unit"], "days");
    }
}
