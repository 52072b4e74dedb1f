//! # archiving_off
//!
//! Without an archive of WAL a restore ends at the last base backup: everything since is lost, and no point in time can be
//! chosen. Backups themselves cannot be seen from SQL, so this asks only whether they could be enough. An active physical slot
//! is taken for a receiver of WAL (pg_receivewal, Barman, a standby) and is no finding. Neither is a small database.

use super::judge::only_on_primary;
use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Threshold, Unread, Value};

const DATA: Threshold = Threshold {
    name: "floor_bytes",
    value: 1_073_741_824.0,
    unit: "bytes",
    source: "own: below 1 GB a dump every few minutes does as well",
};
const MUCH_DATA: Threshold = Threshold {
    name: "high_bytes",
    value: 107_374_182_400.0,
    unit: "bytes",
    source: "own: 100 GB, which nobody keeps by accident",
};

pub(crate) static CHECK: Check = Check {
    id: "WAL03",
    name: "archiving_off",
    group: "WAL",
    what: "whether WAL is kept anywhere but on this server",
    why: "when the disk or the data is gone, everything since the last base backup is gone with it",
    how: "archive_mode with archive_command or archive_library, and physical slots in use; the size is this database's by its last vacuums; snapshots of the storage are not seen",
    refuted_by: "SELECT name, setting FROM pg_settings WHERE name IN ('archive_mode', 'archive_command', 'archive_library')",
    reads: &[Family::Wal, Family::Slots, Family::Databases],
    severity_max: Severity::High,
    thresholds: &[DATA, MUCH_DATA],
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let (rows, slots, databases) = (facts.wal()?, facts.slots()?, facts.databases()?);
    only_on_primary(facts)?;
    let received = slots.iter().any(|s| s.is_active && s.slot_type == "physical");
    let bytes = databases.iter().find_map(|d| d.estimated_bytes).unwrap_or(0);
    let mut judged = Judged::of("servers", rows.len());
    for wal in rows.iter().filter(|w| w.archive_mode == "off" || !w.has_archiver).filter(|_| !received) {
        let marks = [(&MUCH_DATA, Severity::High), (&DATA, Severity::Medium)];
        let Some(severity) = limits.reached(CHECK.id, bytes as f64, &marks) else {
            (judged.examined, judged.below_floor) = (0, 1);
            continue;
        };
        let of = |measure, value| Evidence::measured("wal", "archiver", measure, value);
        let mut said = Dossier::default();
        if wal.archive_mode == "off" {
            said.say("Archiving of WAL is {}.", &[&of("archive_mode", Value::Word(wal.archive_mode.clone()))]);
        } else {
            let mode = of("archive_mode", Value::Word(wal.archive_mode.clone()));
            said.say("Archiving of WAL is {}, and neither a command nor a library to do it is set.", &[&mode]);
        }
        let size = Evidence::estimated("databases", "this database", "estimated_bytes", Value::Bytes(bytes));
        said.say(
            "The database has about {} of data and indexes, and no slot in use keeps a receiver of WAL.",
            &[&size],
        );
        let remedy = Remedy::advice(
            "Let a tool for backups set it up (pgBackRest, Barman, WAL-G), and restore one backup to see that it works. \
             archive_mode takes a restart, archive_command a reload; setting them back takes them back",
        );
        judged.findings.push(CHECK.finding(severity, "server", "archiver", said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::databases::Database;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::wal::Wal;

    fn world(mode: &str, has_archiver: bool, bytes: i64) -> FakeWorld {
        let wal = Wal { archive_mode: mode.into(), has_archiver, ..fake::wal() };
        let database = Database { estimated_bytes: Some(bytes), ..fake::database("shop") };
        FakeWorld::new().with(Family::Wal, &[wal]).with(Family::Databases, &[database])
    }

    #[test]
    fn off_and_without_a_command_are_named_by_size() {
        let severity = |mode, has, bytes| on_facts::severity(&CHECK, world(mode, has, bytes));
        assert_eq!(severity("on", true, 1 << 40), None);
        assert_eq!(severity("off", false, 1 << 30), Some(Severity::Medium));
        assert_eq!(severity("on", false, 1 << 30), Some(Severity::Medium));
        assert_eq!(severity("off", false, 1 << 37), Some(Severity::High));
        let small = on_facts::judged(&CHECK, world("off", false, 1 << 20)).unwrap();
        assert_eq!((small.findings.len(), small.below_floor), (0, 1));
    }

    #[test]
    fn a_receiver_keeps_it_too() {
        let received = world("off", false, 1 << 37).with(Family::Slots, &[fake::slot("barman")]);
        assert!(on_facts::found(&CHECK, received).is_empty());
    }
}
