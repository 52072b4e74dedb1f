//! # unbounded_slot_wal
//!
//! `max_slot_wal_keep_size = -1`, the default, lets a slot keep WAL until the disk is full. That is a decision: a lost
//! consumer can be built anew, a full disk stops the server.

use super::limits::Limits;
use super::setting_remedy::set_to;
use super::{Check, Finding, Judged, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "REP07",
    name: "unbounded_slot_wal",
    group: "REP",
    what: "slots without a bound on the WAL they may keep",
    why: "one reader that is gone stops the whole server, when the disk of the WAL is full",
    how: "max_slot_wal_keep_size while there is a slot",
    refuted_by: "SHOW max_slot_wal_keep_size",
    reads: &[Family::Slots, Family::Settings],
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

const NAME: &str = "max_slot_wal_keep_size";

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let setting = facts.setting(NAME)?;
    let slots = facts.slots()?.iter().filter(|s| !s.is_temporary).count();
    let mut judged = Judged { noun: "settings", examined: 1, ..Judged::default() };
    if slots == 0 {
        judged.not_applicable = Some("there are no replication slots".into());
    } else if setting.number() == Some(-1.0) {
        let mut said = Dossier::default();
        said.say(
            "{} replication slots may keep WAL without bound: {} is {}.",
            &[
                &Evidence::measured("slots", "database", "slots", Value::Count(slots as i64)),
                &Evidence::name("settings", NAME),
                &Evidence::measured("settings", NAME, "setting", Value::Word("-1".into())),
            ],
        );
        let advice = "Choose a bound below what the disk of the WAL has free; a slot that passes it is lost";
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::Medium,
            object_kind: "setting",
            object: NAME.into(),
            said,
            remedy: set_to(setting, "10GB", advice),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn judged(limit: &str, slots: usize) -> Judged {
        let slots = vec![fake::slot("north"); slots];
        let mut world =
            FakeWorld::new().with(Family::Settings, &[fake::setting(NAME, limit)]).with(Family::Slots, &slots);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    #[test]
    fn a_slot_needs_a_bound() {
        assert!(judged("-1", 0).not_applicable.is_some());
        assert!(judged("10240", 1).findings.is_empty());
        let found = judged("-1", 1).findings;
        assert_eq!(found[0].remedy.sql.as_deref(), Some("ALTER SYSTEM SET max_slot_wal_keep_size = '10GB'"));
        assert_eq!(found[0].remedy.revert_sql.as_deref(), Some("ALTER SYSTEM SET max_slot_wal_keep_size = '-1'"));
    }
}
