//! # ddl_queue_jam
//!
//! A statement that needs a table for itself waits behind whoever uses it, and everyone who comes after waits behind the
//! statement, readers too. Five seconds of an ALTER TABLE without lock_timeout are five seconds without the table.

use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, RemedyClass, Severity, Threshold, Unread,
    Value,
};

const WAIT: Threshold = Threshold {
    name: "wait_seconds",
    value: 5.0,
    unit: "seconds",
    source: "own: longer than a lock_timeout for DDL should be",
};

pub(crate) static CHECK: Check = Check {
    id: "LCK08",
    name: "ddl_queue_jam",
    group: "LCK",
    what: "waits for a whole table with others queued behind them",
    why: "nobody reads or writes the table, though nothing has changed it yet",
    how: "ungranted ACCESS EXCLUSIVE entries of pg_locks that pg_blocking_pids() names as in the way of others, at this moment",
    refuted_by: "SELECT pid, relation::regclass, mode, waitstart, pg_blocking_pids(pid) FROM pg_locks WHERE NOT granted",
    reads: &[Family::Sessions, Family::Locks],
    severity_max: Severity::High,
    remedy_class: RemedyClass::Irreversible,
    thresholds: &[WAIT],
    gauge: Gauge::higher("queue"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let (sessions, waits) = (facts.sessions()?, facts.locks()?);
    let mut judged = Judged::of("sessions", sessions.iter().filter(|s| s.user_name.is_some()).count());
    for wait in waits.iter().filter(|w| w.mode == "AccessExclusiveLock" && w.lock_type == "relation") {
        let seconds = wait.waiting_seconds.unwrap_or(0.0);
        let behind = waits.iter().filter(|w| w.blocked_by.contains(&wait.pid)).count();
        if behind == 0 || seconds < limits.of(CHECK.id, &WAIT) {
            continue;
        }
        let object = format!("pid {}", wait.pid);
        let of = |measure, value| Evidence::measured("locks", &object, measure, value);
        let mut said = Dossier::saying(
            "{} has waited {} for a whole table, and {} others wait behind it.",
            &[
                &Evidence::name("locks", &object),
                &of("waiting_seconds", Value::Seconds(seconds)),
                &of("queue", Value::Count(behind as i64)),
            ],
        );
        if let (Some(schema), Some(table)) = (&wait.schema_name, &wait.relation_name) {
            said.say("The table is {}.", &[&of("relation", Value::Name(format!("{schema}.{table}")))]);
        }
        let remedy = Remedy::irreversible(
            "Cancel the statement that waits (pg_cancel_backend): the queue moves at once, and nothing is lost but the wait. \
             Run it again with SET lock_timeout = '2s', until it gets through",
        );
        judged.findings.push(CHECK.finding(Severity::High, "session", object.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{lock_wait, session, FakeWorld};
    use crate::evidence::locks::LockWait;

    #[test]
    fn only_a_queue_behind_the_wait_is_a_jam() {
        let found = |waits: &[LockWait]| {
            let sessions = [session(1, "idle in transaction"), session(2, "active"), session(3, "active")];
            found(&CHECK, FakeWorld::new().with(Family::Sessions, &sessions).with(Family::Locks, waits))
        };
        let reader = LockWait { mode: "AccessShareLock".into(), ..lock_wait(3, 2, 4.0) };
        assert!(found(&[lock_wait(2, 1, 60.0)]).is_empty(), "nobody behind it");
        assert!(found(&[lock_wait(2, 1, 4.0), reader.clone()]).is_empty(), "a moment");
        assert!(found(std::slice::from_ref(&reader)).is_empty());
        assert_eq!(
            found(&[lock_wait(2, 1, 60.0), reader])[0].said.sentences[0].text,
            "\"pid 2\" has waited 60 s for a whole table, and 1 others wait behind it."
        );
    }
}
