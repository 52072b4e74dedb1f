//! # xmin_horizon_holder
//!
//! VACUUM keeps every row that some open snapshot may still see. One old session, prepared transaction, slot or standby is
//! enough to stop the clean-up of every database, and nothing that is tuned on autovacuum helps until it is gone. One
//! finding: the oldest holder, by class.
//!
//! A twentieth of autovacuum_freeze_max_age is 10 million transactions by default, the mark of the field.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const SHARE: Threshold = Threshold {
    name: "share_percent",
    value: 5.0,
    unit: "percent",
    source: "field: 10 million transactions, a twentieth of autovacuum_freeze_max_age",
};

pub(crate) static CHECK: Check = Check {
    id: "VAC04",
    name: "xmin_horizon_holder",
    group: "VAC",
    what: "who holds back the clean-up of dead rows, if anyone does for long",
    why: "vacuum runs and removes nothing, tables grow, and in the end transaction ids run out",
    how: "the greatest age among backend_xmin and backend_xid of sessions, prepared transactions, slots and standbys",
    refuted_by: "SELECT pid, age(backend_xmin) FROM pg_stat_activity ORDER BY 2 DESC NULLS LAST; and the like in pg_prepared_xacts, pg_replication_slots, pg_stat_replication",
    reads: &[Family::Settings, Family::Sessions, Family::PreparedTransactions, Family::Slots, Family::Standbys],
    severity_max: Severity::High,
    remedy_class: RemedyClass::Irreversible,
    thresholds: &[SHARE],
    gauge: Gauge::higher("xmin_age"),
    judge,
    ..Check::PLAIN
};

struct Holder {
    family: &'static str,
    kind: &'static str,
    name: String,
    age: i64,
    advice: &'static str,
}

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let freeze_max_age = facts.setting("autovacuum_freeze_max_age")?.number().unwrap_or(200e6);
    let allowed = freeze_max_age * limits.of(CHECK.id, &SHARE) / 100.0;
    let mut holders = holders(facts)?;
    holders.sort_by_key(|h| std::cmp::Reverse(h.age));
    let mut judged = Judged { noun: "holders of old rows", examined: holders.len().max(1), ..Judged::default() };
    let hidden = facts.sessions()?.iter().filter(|s| !s.is_visible && s.user_name.is_some()).count();
    if hidden > 0 {
        let why = format!("what {hidden} sessions of others hold is hidden");
        judged.unseen = Some(facts.wants_role("pg_read_all_stats", why));
    }
    if let Some(oldest) = holders.first().filter(|h| h.age as f64 > allowed) {
        judged.findings.push(finding(oldest, allowed));
    }
    Ok(judged)
}

fn holders(facts: &Facts) -> Result<Vec<Holder>, Unread> {
    let mut holders = Vec::new();
    let mut add = |family, kind, name: String, age: Option<i64>, advice| {
        holders.extend(age.map(|age| Holder { family, kind, name, age, advice }));
    };
    for p in facts.prepared_transactions()? {
        let advice = "Ask the application that prepared it to end it";
        add("prepared_transactions", "prepared transaction", p.gid.clone(), Some(p.xid_age), advice);
    }
    for s in facts.slots()? {
        let advice =
            "Bring the reader of the slot back, or decide that it will not come back; dropping the slot is for good";
        add("slots", "slot", s.slot_name.clone(), s.xmin_age, advice);
    }
    for s in facts.standbys()? {
        let advice = "Look for the long query on the standby, which hot_standby_feedback reports here";
        add("standbys", "standby", s.name(), s.xmin_age, advice);
    }
    // a session's snapshot is as old as the oldest transaction it saw running: at the same age the others are the cause.
    // A standby's feedback is its walsender's snapshot, and named as the standby.
    for s in facts.sessions()?.iter().filter(|s| s.backend_type.as_deref() != Some("walsender")) {
        add("sessions", "session", s.name(), s.xmin_age.max(s.xid_age), "Ask its owner to commit or roll back");
    }
    Ok(holders)
}

fn finding(holder: &Holder, allowed: f64) -> Finding {
    let of = |measure, value| Evidence::measured(holder.family, &holder.name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "{} holds back the clean-up of dead rows in every database, by {} transactions so far; the mark is {}.",
        &[
            &Evidence::name(holder.family, &holder.name),
            &of("xmin_age", Value::Count(holder.age)),
            &of("mark", Value::Count(allowed as i64)),
        ],
    );
    Finding {
        check: CHECK.id,
        severity: Severity::High,
        object_kind: holder.kind,
        object: holder.name.clone(),
        said,
        remedy: Remedy::irreversible(format!(
            "{}. Ending it loses its work, and is for a person to decide",
            holder.advice
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::sessions::Session;

    fn judged(session_age: i64, prepared_age: i64) -> Judged {
        let session = Session { xmin_age: Some(session_age), ..fake::session(7, "idle in transaction") };
        let prepared = fake::prepared_transaction("order 7", 10.0);
        let prepared =
            crate::evidence::prepared_transactions::PreparedTransaction { xid_age: prepared_age, ..prepared };
        let mut world = FakeWorld::new()
            .with(Family::Settings, &[fake::setting("autovacuum_freeze_max_age", "200000000")])
            .with(Family::Sessions, &[session])
            .with(Family::PreparedTransactions, &[prepared]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    #[test]
    fn the_oldest_holder_is_named_alone() {
        assert!(judged(10_000_000, 5).findings.is_empty());
        let found = judged(10_000_001, 5).findings;
        assert_eq!((found.len(), found[0].object.as_str()), (1, "pid 7"));
        let found = judged(10_000_001, 20_000_000).findings;
        assert_eq!((found[0].object_kind, found[0].object.as_str()), ("prepared transaction", "order 7"));
        assert_eq!(judged(20_000_000, 20_000_000).findings[0].object, "order 7", "the session saw it running");
    }

    #[test]
    fn hidden_sessions_are_never_fine() {
        let mut world = FakeWorld::new()
            .with(Family::Settings, &[fake::setting("autovacuum_freeze_max_age", "200000000")])
            .with(Family::Sessions, &[fake::hidden_session(2)]);
        let judged = judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap();
        assert_eq!(judged.unseen.unwrap().opens_with.as_deref(), Some("GRANT pg_read_all_stats TO dba"));
    }
}
