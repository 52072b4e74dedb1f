//! # slot_losing
//!
//! What the server itself says of a slot's WAL: `extended`, more than max_wal_size is kept for it; `unreserved`, the next
//! checkpoint may remove what it needs; `lost`, it has, and whoever reads from the slot must be built anew.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value};

pub(crate) static CHECK: Check = Check {
    id: "REP06",
    name: "slot_losing",
    group: "REP",
    what: "slots about to lose, or past losing, the WAL they need",
    why: "a standby or subscriber whose slot is lost has to be built anew",
    how: "wal_status and safe_wal_size of pg_replication_slots, at this moment",
    refuted_by: "SELECT slot_name, wal_status, safe_wal_size FROM pg_replication_slots",
    reads: &[Family::Slots],
    severity_max: Severity::Critical,
    remedy_class: RemedyClass::Irreversible,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let slots = facts.slots()?;
    if slots.is_empty() {
        return Ok(Judged::nothing("there are no replication slots"));
    }
    let mut judged = Judged::of("slots", slots.len());
    for slot in slots {
        let status = slot.wal_status.as_deref().unwrap_or_default();
        let (severity, meaning) = match status {
            "extended" => (Severity::Low, "more WAL is kept for it than checkpoints were meant to leave"),
            "unreserved" => (Severity::High, "the next checkpoint may remove WAL it needs"),
            "lost" => (Severity::Critical, "WAL it needs is gone"),
            _ => continue,
        };
        let name = &slot.slot_name;
        let of = |measure, value| Evidence::measured("slots", name, measure, value);
        let mut said = Dossier::saying(
            &format!("Slot {{}} is {{}}: {meaning}."),
            &[&Evidence::name("slots", name), &of("wal_status", Value::Word(status.into()))],
        );
        if let Some(bytes) = slot.safe_wal_bytes {
            said.say("{} may be written before it is at risk.", &[&of("safe_wal_bytes", Value::Bytes(bytes.max(0)))]);
        }
        let remedy = Remedy::irreversible(if status == "lost" {
            "Build its standby or subscriber anew, with a new slot, and drop this one: pg_drop_replication_slot()"
        } else {
            "Get its reader going. Until then a larger max_slot_wal_keep_size (reload) keeps its WAL, as far as the disk goes"
        });
        judged.findings.push(CHECK.finding(severity, "slot", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::slots::Slot;

    #[test]
    fn the_servers_own_word_decides() {
        let severity = |status: Option<&str>| {
            let slot = Slot { wal_status: status.map(str::to_owned), safe_wal_bytes: Some(-1), ..fake::slot("north") };
            on_facts::severity(&CHECK, FakeWorld::new().with(Family::Slots, &[slot]))
        };
        assert_eq!(severity(None), None);
        assert_eq!(severity(Some("reserved")), None);
        assert_eq!(severity(Some("extended")), Some(Severity::Low));
        assert_eq!(severity(Some("unreserved")), Some(Severity::High));
        assert_eq!(severity(Some("lost")), Some(Severity::Critical));
    }
}
