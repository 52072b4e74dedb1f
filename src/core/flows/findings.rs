//! What was found, one row each.

use super::health_report::health_report;
use crate::checks::{RemedyClass, Severity};
use crate::evidence::facts::Read;
use crate::evidence::{Evidence, Family, Nature, Unread};
use crate::fault::Fault;
use crate::world::World;

/// The findings, and how much could not be looked at: no rows alone do not mean that all is well.
pub struct Findings {
    pub rows: Vec<FindingRow>,
    pub skipped_checks: usize,
    pub read: Vec<Read>,
    pub unread: Vec<(Family, Unread)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FindingRow {
    pub fingerprint: String,
    pub check_id: &'static str,
    pub check_name: &'static str,
    pub severity: Severity,
    pub object_kind: &'static str,
    pub object: String,
    pub summary: String,
    pub remedy_class: RemedyClass,
    pub remedy_sql: Option<String>,
    pub revert_sql: Option<String>,
    pub advice: String,
    pub nature: Nature,
    pub evidence: Vec<Evidence>,
}

impl Findings {
    /// Everything the rows rest on, for the audit.
    pub fn evidence(&self) -> Vec<Evidence> {
        self.rows.iter().flat_map(|row| row.evidence.iter().cloned()).collect()
    }

    /// To be said beside the rows when some checks could not look.
    pub fn notice(&self) -> Option<String> {
        (self.skipped_checks > 0)
            .then(|| format!("{} checks could not look; copilot.health_report() says why", self.skipped_checks))
    }
}

/// The worst first.
pub fn findings(world: &mut impl World) -> Result<Findings, Fault> {
    let report = health_report(world)?;
    let coverage = report.coverage();
    let rows = report.findings().into_iter().map(|(check, f)| FindingRow {
        fingerprint: f.fingerprint(),
        check_id: check.id,
        check_name: check.name,
        severity: f.severity,
        object_kind: f.object_kind,
        object: f.object.clone(),
        summary: f.summary(),
        remedy_class: f.remedy.class,
        remedy_sql: f.remedy.sql.clone(),
        revert_sql: f.remedy.revert_sql.clone(),
        advice: f.remedy.advice.clone(),
        nature: check.nature,
        evidence: f.said.evidence.clone(),
    });
    Ok(Findings {
        rows: rows.collect(),
        skipped_checks: coverage.skipped + coverage.errors,
        read: report.read.clone(),
        unread: report.unread.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{setting, FakeWorld};

    #[test]
    fn rows_carry_remedy_and_evidence_and_blindness_is_said() {
        let settings = [setting("fsync", "off"), setting("full_page_writes", "on")];
        let mut world = FakeWorld::new().with(Family::Settings, &settings);
        let found = findings(&mut world).unwrap();
        let names: Vec<&str> = found.rows.iter().map(|r| r.check_name).collect();
        assert_eq!(names, ["durability_off", "statements_not_tracked"], "the worst first");
        let row = &found.rows[0];
        assert_eq!((row.check_id, row.object.as_str(), row.severity), ("CFG01", "fsync", Severity::Critical));
        assert_eq!(row.remedy_sql.as_deref(), Some("ALTER SYSTEM SET fsync = on"));
        assert!(!found.evidence().is_empty());
        assert!(found.notice().unwrap().contains("could not look"), "other settings were not there");
    }
}
