//! # archive_backlog
//!
//! WAL files that are complete and wait to be archived. They cannot be removed meanwhile, and what they hold is in no archive
//! if the disk breaks now. A hundred of 16 MB are 1.6 GB.

use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};

const MANY: Threshold = Threshold { name: "waiting_files", value: 100.0, unit: "files", source: "field: 100" };
const VERY_MANY: Threshold =
    Threshold { name: "high_waiting_files", value: 500.0, unit: "files", source: "field: 500" };

pub(crate) static CHECK: Check = Check {
    id: "WAL02",
    name: "archive_backlog",
    group: "WAL",
    what: "WAL files that wait to be archived",
    why: "they fill the disk of the WAL, and point-in-time recovery ends where the archive ends",
    how: "files named .ready in pg_wal/archive_status, at this moment",
    refuted_by: "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'",
    reads: &[Family::Settings, Family::WalFiles],
    needs: "GRANT pg_monitor TO <role>",
    severity_max: Severity::High,
    thresholds: &[MANY, VERY_MANY],
    gauge: Gauge::higher("waiting"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let (files, mode) = (facts.wal_files()?, facts.setting("archive_mode")?);
    if mode.setting.as_deref() == Some("off") {
        return Ok(Judged::nothing("archiving is off"));
    }
    let mut judged = Judged::of("archives", files.len());
    for row in files {
        let marks = [(&VERY_MANY, Severity::High), (&MANY, Severity::Medium)];
        let Some(severity) = limits.reached(CHECK.id, row.waiting as f64, &marks) else { continue };
        let waiting = Evidence::measured("wal_files", "archiver", "waiting", Value::Count(row.waiting));
        let said = Dossier::saying("{} WAL files are complete and wait to be archived.", &[&waiting]);
        let remedy = Remedy::advice(
            "Look whether archiving fails (pg_stat_archiver, the server's log) or is slow: run the archive command by hand. \
             Never remove files of pg_wal by hand",
        );
        judged.findings.push(CHECK.finding(severity, "server", "archiver", said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{judged, severity};
    use crate::evidence::fake::{setting, FakeWorld};
    use crate::evidence::wal_files::WalFiles;

    fn world(waiting: i64, mode: &str) -> FakeWorld {
        FakeWorld::new()
            .with(Family::Settings, &[setting("archive_mode", mode)])
            .with(Family::WalFiles, &[WalFiles { files: 700, bytes: 700 << 24, waiting }])
    }

    #[test]
    fn waiting_files_are_judged_at_their_marks() {
        assert_eq!(severity(&CHECK, world(99, "on")), None);
        assert_eq!(severity(&CHECK, world(100, "on")), Some(Severity::Medium));
        assert_eq!(severity(&CHECK, world(500, "on")), Some(Severity::High));
        assert!(judged(&CHECK, world(500, "off")).unwrap().not_applicable.is_some());
    }
}
