//! # blocked_sessions
//!
//! One finding for each session at the root of a queue: ending its transaction frees the rest. pg_locks shows this
//! to every role, so the check needs no grant; who the holder is takes pg_read_all_stats and is left out without.
//!
//! It fires when someone has waited 30 s (the field: 30 to 60 s) or more than five wait, whatever their time.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::locks::LockWait;
use crate::evidence::sessions::Session;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};

const WAIT: Threshold =
    Threshold { name: "wait_seconds", value: 30.0, unit: "seconds", source: "tools of the field: 30 to 60 s" };
const CROWD: Threshold =
    Threshold { name: "blocked_sessions", value: 5.0, unit: "sessions", source: "tools of the field: more than 5" };

pub(crate) static CHECK: Check = Check {
    id: "LCK01",
    name: "blocked_sessions",
    group: "LCK",
    what: "sessions that wait for a lock another session holds",
    why: "the waiting sessions do no work, and everyone who wants the same lock queues behind them",
    how: "waiting entries of pg_locks and pg_blocking_pids() at this moment, followed to the sessions that wait for \
          nobody; waits between two looks are not seen",
    refuted_by: "SELECT pid, pg_blocking_pids(pid), waitstart FROM pg_locks WHERE NOT granted",
    reads: &[Family::Sessions, Family::Locks],
    severity_max: Severity::High,
    remedy_class: RemedyClass::Irreversible,
    thresholds: &[WAIT, CROWD],
    gauge: Gauge::higher("longest_wait_seconds"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let (sessions, waits) = (facts.sessions()?, facts.locks()?);
    let mut judged = Judged {
        noun: "sessions",
        examined: sessions.iter().filter(|s| s.user_name.is_some()).count(),
        ..Judged::default()
    };
    for (root, queue) in queues(waits) {
        let longest = queue.iter().filter_map(|w| w.waiting_seconds).fold(0.0, f64::max);
        let crowded = queue.len() as f64 > limits.of(CHECK.id, &CROWD);
        if longest >= limits.of(CHECK.id, &WAIT) || crowded {
            judged.findings.push(finding(root, &queue, longest, sessions.iter().find(|s| s.pid == root)));
        }
    }
    Ok(judged)
}

/// Who waits, in the end, behind whom: each holder that waits for nobody, with everyone in its queue. Waiters in a
/// circle, a deadlock about to be found, count as behind their direct holders.
fn queues(waits: &[LockWait]) -> BTreeMap<i32, Vec<&LockWait>> {
    let holders: BTreeMap<i32, &[i32]> = waits.iter().map(|w| (w.pid, w.blocked_by.as_slice())).collect();
    let mut queues: BTreeMap<i32, Vec<&LockWait>> = BTreeMap::new();
    for wait in waits {
        let mut seen = BTreeSet::new();
        let mut ahead = wait.blocked_by.clone();
        let mut roots = BTreeSet::new();
        while let Some(pid) = ahead.pop() {
            match holders.get(&pid) {
                Some(next) if seen.insert(pid) => ahead.extend_from_slice(next),
                Some(_) => {}
                None => {
                    roots.insert(pid);
                }
            }
        }
        if roots.is_empty() {
            roots.extend(&wait.blocked_by);
        }
        for root in roots {
            queues.entry(root).or_default().push(wait);
        }
    }
    queues
}

fn finding(root: i32, queue: &[&LockWait], longest: f64, holder: Option<&Session>) -> Finding {
    let prepared = root == 0;
    let object = if prepared { "prepared transaction".to_owned() } else { format!("pid {root}") };
    let of = |measure, value| Evidence::measured("locks", &object, measure, value);
    let mut said = Dossier::default();
    said.say(
        "{} holds up {} in its queue; the longest has waited {}.",
        &[
            &Evidence::name("locks", &object),
            &of("blocked", Value::Count(queue.len() as i64)),
            &of("longest_wait_seconds", Value::Seconds(longest)),
        ],
    );
    let relations: BTreeSet<String> = queue.iter().filter_map(|w| w.relation()).collect();
    for relation in relations.iter().take(3) {
        said.say("They queue for {}.", &[&Evidence::name("locks", relation)]);
    }
    if let Some(state) = holder.and_then(|h| h.state.as_ref()) {
        let of = |measure, value| Evidence::measured("sessions", &object, measure, value);
        let seconds = holder.and_then(|h| h.state_seconds).unwrap_or(0.0);
        said.say(
            "The holder's state is {} since {}.",
            &[&of("state", Value::Word(state.clone())), &of("state_seconds", Value::Seconds(seconds))],
        );
    }
    let advice = if prepared {
        "A prepared transaction holds the lock: find it in pg_prepared_xacts and let the application that prepared it \
         commit or roll it back"
    } else {
        "Ask the holder's owner to commit or roll back. Ending the session frees the queue and loses its work: that \
         is for a person to decide"
    };
    Finding {
        check: CHECK.id,
        severity: Severity::High,
        object_kind: "session",
        object,
        said,
        remedy: Remedy::irreversible(advice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{hidden_session, lock_wait, session, FakeWorld};

    fn findings(waits: &[LockWait]) -> Vec<Finding> {
        let sessions: Vec<_> = (1..10).map(|pid| session(pid, "idle in transaction")).collect();
        let mut world = FakeWorld::new().with(Family::Sessions, &sessions).with(Family::Locks, waits);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
    }

    #[test]
    fn a_wait_is_judged_at_its_mark() {
        assert!(findings(&[]).is_empty());
        assert!(findings(&[lock_wait(2, 1, 29.9)]).is_empty());
        let found = findings(&[lock_wait(2, 1, 30.0)]);
        assert_eq!(found[0].object, "pid 1");
        let text: Vec<_> = found[0].said.sentences.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(
            text,
            [
                "\"pid 1\" holds up 1 in its queue; the longest has waited 30 s.",
                "They queue for \"shop.orders\".",
                "The holder's state is 'idle in transaction' since 10 s.",
            ]
        );
        assert_eq!(found[0].remedy.sql, None, "ending a session is never runnable here");
    }

    #[test]
    fn a_crowd_fires_before_its_time() {
        let waits = |n| (2..2 + n).map(|pid| lock_wait(pid, 1, 1.0)).collect::<Vec<_>>();
        assert!(findings(&waits(5)).is_empty());
        assert_eq!(findings(&waits(6)).len(), 1);
    }

    #[test]
    fn the_root_of_a_queue_is_named_once() {
        let found = findings(&[lock_wait(2, 1, 40.0), lock_wait(3, 2, 35.0), lock_wait(4, 3, 31.0)]);
        assert_eq!(found.len(), 1);
        assert!(found[0].said.sentences[0].text.contains("holds up 3 in"));
        let circle = findings(&[lock_wait(2, 3, 40.0), lock_wait(3, 2, 40.0)]);
        assert_eq!(circle.len(), 2, "a circle has no root, its members are named");
    }

    #[test]
    fn a_queue_is_seen_without_any_grant() {
        let mut world = FakeWorld::new()
            .with(Family::Sessions, &[hidden_session(1), hidden_session(2)])
            .with(Family::Locks, &[lock_wait(2, 1, 40.0)]);
        let judged = judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap();
        assert_eq!(judged.findings[0].said.sentences.len(), 2, "but not what the holder does");
    }
}
