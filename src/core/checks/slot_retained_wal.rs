//! # slot_retained_wal
//!
//! WAL a slot still needs cannot be removed, whether or not somebody reads from it: a reader that is slow fills the disk as
//! surely as one that is gone.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const MUCH: Threshold =
    Threshold { name: "retained_bytes", value: 1_073_741_824.0, unit: "bytes", source: "field: 1 to 5 GB" };
const VERY_MUCH: Threshold =
    Threshold { name: "high_retained_bytes", value: 10_737_418_240.0, unit: "bytes", source: "field: 10 to 20 GB" };

pub(crate) static CHECK: Check = Check {
    id: "REP05",
    name: "slot_retained_wal",
    group: "REP",
    what: "replication slots that keep much WAL",
    why: "the disk of the WAL fills, and a server that cannot write WAL stops",
    how: "the end of WAL less restart_lsn of pg_replication_slots, at this moment",
    refuted_by: "SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) FROM pg_replication_slots",
    reads: &[Family::Slots],
    severity_max: Severity::High,
    remedy_class: RemedyClass::Irreversible,
    thresholds: &[MUCH, VERY_MUCH],
    gauge: Gauge::higher("retained_bytes"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let slots = facts.slots()?;
    let mut judged = Judged { noun: "slots", examined: slots.len(), ..Judged::default() };
    if slots.is_empty() {
        judged.not_applicable = Some("there are no replication slots".into());
    }
    for slot in slots {
        let bytes = slot.retained_bytes.unwrap_or(0);
        if (bytes as f64) < limits.of(CHECK.id, &MUCH) {
            continue;
        }
        let high = bytes as f64 >= limits.of(CHECK.id, &VERY_MUCH);
        let name = &slot.slot_name;
        let mut said = Dossier::default();
        said.say(
            "Slot {} keeps {} of WAL from being removed.",
            &[
                &Evidence::name("slots", name),
                &Evidence::measured("slots", name, "retained_bytes", Value::Bytes(bytes)),
            ],
        );
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: if high { Severity::High } else { Severity::Medium },
            object_kind: "slot",
            object: name.clone(),
            said,
            remedy: Remedy::irreversible(
                "Look why its reader does not confirm: it is gone, slow, or holds a transaction open. \
                 max_slot_wal_keep_size bounds what slots may keep; a slot beyond it is lost for good",
            ),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::slots::Slot;

    #[test]
    fn bytes_decide() {
        let severity = |bytes: i64| {
            let slot = Slot { retained_bytes: Some(bytes), ..fake::slot("north") };
            let mut world = FakeWorld::new().with(Family::Slots, &[slot]);
            let judged = judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap();
            judged.findings.first().map(|f| f.severity)
        };
        assert_eq!(severity((1 << 30) - 1), None);
        assert_eq!(severity(1 << 30), Some(Severity::Medium));
        assert_eq!(severity(10 << 30), Some(Severity::High));
    }
}
