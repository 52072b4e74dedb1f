//! "Who blocks whom?": waits for locks, who holds them, and transactions left open.

use super::{count, Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::evidence::locks::LockWait;
use crate::evidence::sessions::Session;
use crate::evidence::{Evidence, Family};
use crate::value::Value;

pub(super) const PLAN: Plan = Plan { product: Product::Blocked, needs, say };

fn needs(intent: &str) -> Needs {
    match intent {
        "deadlocks" => Needs::of(&[Family::Databases], &[]),
        "long_transactions" => Needs::of(&[Family::Sessions], &["idle_in_transaction"]),
        _ => Needs::of(&[Family::Locks, Family::Sessions], &["blocked_sessions", "idle_in_transaction"]),
    }
}

fn say(asked: &Asked, said: &mut Said) {
    match asked.intent.name {
        "long_transactions" => transactions(asked, said),
        "deadlocks" => deadlocks(asked, said),
        _ => waits(asked, said),
    }
    asked.hidden_sessions(said);
}

/// Says how many sessions wait for a lock.
pub(super) fn waiting<'a>(asked: &Asked<'a>, said: &mut Said) -> Option<&'a [LockWait]> {
    let facts = asked.facts;
    let waits = said.look(facts.locks())?;
    let number = Evidence::measured("locks", "server", "waiting", count(waits.len()));
    said.say(if waits.len() == 1 { "{} session waits for a lock" } else { "{} sessions wait for a lock" }, &[&number]);
    Some(waits)
}

fn waits(asked: &Asked, said: &mut Said) {
    let Some(waits) = waiting(asked, said) else { return };
    let mut longest: Vec<&LockWait> = waits.iter().collect();
    longest.sort_by(|a, b| b.waiting_seconds.unwrap_or(0.0).total_cmp(&a.waiting_seconds.unwrap_or(0.0)));
    for wait in longest.iter().take(5) {
        one(asked, said, wait);
    }
    asked.remedies(said, &["blocked_sessions", "idle_in_transaction"]);
    if waits.is_empty() {
        said.note("Only this moment was looked at: a wait that has ended is not seen");
    }
}

fn one(asked: &Asked, said: &mut Said, wait: &LockWait) {
    let pid = format!("pid {}", wait.pid);
    let of = |measure, value| Evidence::measured("locks", &pid, measure, value);
    let name = Evidence::name("locks", &pid);
    let waited = of("waiting_seconds", Value::Seconds(wait.waiting_seconds.unwrap_or(0.0)));
    let mode = of("mode", Value::Word(wait.mode.clone()));
    match wait.relation() {
        Some(relation) => {
            let relation = of("relation", Value::Name(relation));
            said.say("Session {} has waited {} for lock {} on {}", &[&name, &waited, &mode, &relation]);
        }
        None => said.say("Session {} has waited {} for lock {}", &[&name, &waited, &mode]),
    }
    for holder in &wait.blocked_by {
        if *holder == 0 {
            said.say("A prepared transaction stands in the way of {}", &[&name, &of("blocked_by", Value::Count(0))]);
            continue;
        }
        let blocker = of("blocked_by", Value::Name(format!("pid {holder}")));
        said.say("Session {} is blocked by {}", &[&name, &blocker]);
        let sessions = asked.facts.sessions().unwrap_or_default();
        sessions.iter().filter(|s| s.pid == *holder).for_each(|s| state(said, s));
    }
}

/// What a session is and does, as far as it may be seen.
fn state(said: &mut Said, s: &Session) {
    let name = s.name();
    let of = |measure, value| Evidence::measured("sessions", &name, measure, value);
    let (Some(user), Some(state)) = (&s.user_name, &s.state) else { return };
    said.say(
        "Session {} of role {} is in state {} for {}",
        &[
            &Evidence::name("sessions", &name),
            &of("user", Value::Name(user.clone())),
            &of("state", Value::Word(state.clone())),
            &of("state_seconds", Value::Seconds(s.state_seconds.unwrap_or(0.0))),
        ],
    );
}

fn transactions(asked: &Asked, said: &mut Said) {
    let Some(sessions) = said.look(asked.facts.sessions()) else { return };
    let mut open: Vec<(&Session, f64)> = sessions
        .iter()
        .filter(|s| s.is_client() && !s.is_own)
        .filter_map(|s| Some((s, s.transaction_seconds?)))
        .collect();
    open.sort_by(|a, b| b.1.total_cmp(&a.1));
    let number = Evidence::measured("sessions", "server", "open_transactions", count(open.len()));
    said.say("{} client sessions are seen to have a transaction open", &[&number]);
    for (s, seconds) in open.iter().take(5) {
        let name = s.name();
        let age = Evidence::measured("sessions", &name, "transaction_seconds", Value::Seconds(*seconds));
        said.say("The transaction of session {} is open for {}", &[&Evidence::name("sessions", &name), &age]);
        state(said, s);
    }
    asked.remedies(said, &["idle_in_transaction"]);
}

fn deadlocks(asked: &Asked, said: &mut Said) {
    for db in said.look(asked.facts.databases()).unwrap_or_default().iter().filter(|d| d.is_current) {
        let deadlocks = Evidence::measured("databases", &db.database_name, "deadlocks", Value::Count(db.deadlocks));
        said.say(
            "Database {} has counted {} deadlocks",
            &[&Evidence::name("databases", &db.database_name), &deadlocks],
        );
        if let Some(since) = db.reset_at {
            let since = Evidence::measured("databases", &db.database_name, "counted_since", Value::Time(since));
            said.say("They are counted since {}", &[&since]);
        }
    }
    said.is_partial = true;
    said.note("Which statements met is only in the server log, and the log is not read yet");
    said.next("look for \"deadlock detected\" in the server log: its DETAIL names both statements");
}
