//! # inactive_slot
//!
//! A slot nobody reads from keeps WAL until the disk is full, unless max_slot_wal_keep_size says otherwise, and keeps old
//! rows from being cleaned up. From 17 on the server says since when; before, it is judged by the WAL it keeps, so that a
//! reader that reconnects is no finding.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::slots::Slot;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const LONG: Threshold =
    Threshold { name: "inactive_seconds", value: 600.0, unit: "seconds", source: "field: 10 minutes" };
const KEEPS: Threshold = Threshold {
    name: "inactive_retained_bytes",
    value: 67_108_864.0,
    unit: "bytes",
    source: "own: four segments of WAL, where the server does not say since when",
};
const CRITICAL: Threshold =
    Threshold { name: "critical_retained_bytes", value: 10_737_418_240.0, unit: "bytes", source: "field: 10 GB" };

pub(crate) static CHECK: Check = Check {
    id: "REP04",
    name: "inactive_slot",
    group: "REP",
    what: "replication slots nobody reads from",
    why: "it keeps WAL until the disk is full, and old rows in every database",
    how:
        "active of pg_replication_slots at this moment; since when, from 17 on (inactive_since), else the WAL it keeps",
    refuted_by: "SELECT slot_name, active, restart_lsn FROM pg_replication_slots",
    reads: &[Family::Slots],
    severity_max: Severity::Critical,
    remedy_class: RemedyClass::Irreversible,
    thresholds: &[LONG, KEEPS, CRITICAL],
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
    for slot in slots.iter().filter(|s| !s.is_active && !s.is_temporary) {
        let retained = slot.retained_bytes.unwrap_or(0) as f64;
        let is_long = match slot.inactive_seconds {
            Some(seconds) => seconds >= limits.of(CHECK.id, &LONG),
            None => retained >= limits.of(CHECK.id, &KEEPS),
        };
        if is_long {
            judged.findings.push(finding(slot, retained >= limits.of(CHECK.id, &CRITICAL)));
        }
    }
    Ok(judged)
}

fn finding(slot: &Slot, critical: bool) -> Finding {
    let name = &slot.slot_name;
    let of = |measure, value| Evidence::measured("slots", name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Nobody reads from slot {}; it keeps {} of WAL.",
        &[&Evidence::name("slots", name), &of("retained_bytes", Value::Bytes(slot.retained_bytes.unwrap_or(0)))],
    );
    if let Some(seconds) = slot.inactive_seconds {
        said.say("Its last reader left {} ago.", &[&of("inactive_seconds", Value::Seconds(seconds))]);
    }
    Finding {
        check: CHECK.id,
        severity: if critical { Severity::Critical } else { Severity::Medium },
        object_kind: "slot",
        object: name.clone(),
        said,
        remedy: Remedy::irreversible(
            "Bring its reader back. If it will not come back, a person drops the slot with pg_drop_replication_slot(): \
             its consumer must then be built anew",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn severity(slot: Slot) -> Option<Severity> {
        let mut world = FakeWorld::new().with(Family::Slots, &[slot]);
        let judged = judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap();
        judged.findings.first().map(|f| f.severity)
    }

    fn left(retained_bytes: i64, inactive_seconds: Option<f64>) -> Slot {
        Slot { is_active: false, retained_bytes: Some(retained_bytes), inactive_seconds, ..fake::slot("north") }
    }

    #[test]
    fn time_decides_where_it_is_known_and_wal_where_not() {
        assert_eq!(severity(Slot { is_active: true, ..left(1 << 40, None) }), None);
        assert_eq!(severity(left(1 << 30, Some(599.0))), None);
        assert_eq!(severity(left(0, Some(600.0))), Some(Severity::Medium));
        assert_eq!(severity(left((64 << 20) - 1, None)), None);
        assert_eq!(severity(left(64 << 20, None)), Some(Severity::Medium));
        assert_eq!(severity(left(10 << 30, None)), Some(Severity::Critical));
        assert_eq!(severity(Slot { is_temporary: true, ..left(10 << 30, None) }), None);
    }
}
