//! # archive_failing
//!
//! Judged by what came last, a failure or a success, and not by the number of failures since the counters began: one failed
//! file of last year is no news. Point-in-time recovery ends where archiving stopped, and the WAL stays on the disk.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::Reason;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "WAL01",
    name: "archive_failing",
    group: "WAL",
    what: "WAL archiving whose last try failed",
    why: "recovery to a point in time ends where archiving stopped, and WAL fills the disk meanwhile",
    how: "last_failed_time against last_archived_time of pg_stat_archiver; what the command did with a file it took is not seen",
    refuted_by: "SELECT * FROM pg_stat_archiver",
    reads: &[Family::Wal],
    severity_max: Severity::Critical,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let unread = || Unread::because(Reason::Host, "the archiver's counters came back without a row");
    let wal = facts.wal()?.first().ok_or_else(unread)?;
    let mut judged = Judged { noun: "archivers", examined: 1, ..Judged::default() };
    if wal.archive_mode == "off" {
        judged.not_applicable = Some("archive_mode is off".into());
        return Ok(judged);
    }
    let Some(failed_at) = wal.failed_at.filter(|failed| wal.archived_at.is_none_or(|archived| *failed > archived))
    else {
        return Ok(judged);
    };
    let of = |measure, value| Evidence::measured("wal", "archiver", measure, value);
    let mut said = Dossier::default();
    said.say(
        "The last try to archive WAL failed at {}, with file {}.",
        &[
            &of("failed_at", Value::Time(failed_at)),
            &of("failed_file", Value::Name(wal.failed_file.clone().unwrap_or_default())),
        ],
    );
    said.say("{} tries have failed since the counters began.", &[&of("failed", Value::Count(wal.failed))]);
    match wal.archived_at {
        Some(at) => said.say("The last file was archived at {}.", &[&of("archived_at", Value::Time(at))]),
        None => said.say("No file has been archived since then.", &[&of("archived", Value::Count(wal.archived))]),
    }
    judged.findings.push(Finding {
        check: CHECK.id,
        severity: Severity::Critical,
        object_kind: "archiver",
        object: "archiver".into(),
        said,
        remedy: Remedy::advice(
            "The server log has what the archive command said. Mend the place it writes to; do not remove files from the \
             WAL folder by hand",
        ),
    });
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::wal::Wal;

    fn judged(wal: Wal) -> Judged {
        let mut world = FakeWorld::new().with(Family::Wal, &[wal]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    #[test]
    fn what_came_last_decides() {
        let failed = Wal { failed: 3, failed_at: Some(200), failed_file: Some("0001".into()), ..fake::wal() };
        assert_eq!(judged(Wal { archived_at: Some(100), ..failed.clone() }).findings.len(), 1);
        assert!(judged(Wal { archived_at: Some(300), ..failed.clone() }).findings.is_empty(), "it works again");
        assert_eq!(judged(Wal { archived_at: None, ..failed.clone() }).findings.len(), 1);
        assert!(judged(Wal { archive_mode: "off".into(), ..failed }).not_applicable.is_some());
        assert!(judged(fake::wal()).findings.is_empty());
    }
}
