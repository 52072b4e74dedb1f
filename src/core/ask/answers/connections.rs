//! How many connections are used, and by whom.

use super::{count, Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::evidence::sessions::Session;
use crate::evidence::{Evidence, Family};
use crate::value::Value;
use std::collections::BTreeMap;

pub(super) const PLAN: Plan = Plan { product: Product::Connections, needs, say };

const CHECKS: &[&str] = &["connection_saturation", "idle_in_transaction"];

fn needs(_: &str) -> Needs {
    Needs::of(&[Family::Sessions, Family::Settings], CHECKS)
}

fn say(asked: &Asked, said: &mut Said) {
    let Some(sessions) = said.look(asked.facts.sessions()) else { return };
    let clients: Vec<&Session> =
        sessions.iter().filter(|s| s.is_client() || !s.is_visible && s.user_name.is_some()).collect();
    let used = Evidence::measured("sessions", "server", "client_sessions", count(clients.len()));
    match asked.facts.setting("max_connections") {
        Ok(max) => {
            let max = Value::Count(max.number().unwrap_or(0.0) as i64);
            let max = Evidence::measured("settings", "server", "max_connections", max);
            said.say("{} of {} connections are used, this one included", &[&used, &max]);
        }
        Err(unread) => {
            said.could_not(unread);
            said.say("{} connections are used, this one included", &[&used]);
        }
    }
    for (state, n) in grouped(&clients, |s| s.state.as_deref()).into_iter().take(5) {
        let object = format!("clients {state}");
        let n = Evidence::measured("sessions", &object, "sessions", count(n));
        let state = Evidence::measured("sessions", &object, "state", Value::Word(state));
        said.say("{} of them are in state {}", &[&n, &state]);
    }
    for (role, n) in grouped(&clients, |s| s.user_name.as_deref()).into_iter().take(5) {
        let n = Evidence::measured("sessions", &role, "sessions", count(n));
        said.say("Role {} holds {} of them", &[&Evidence::name("sessions", &role), &n]);
    }
    asked.findings(said, CHECKS);
    asked.hidden_sessions(said);
}

/// How many sessions share each value, the most first.
pub(super) fn grouped<'a>(sessions: &[&'a Session], by: fn(&'a Session) -> Option<&'a str>) -> Vec<(String, usize)> {
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for key in sessions.iter().filter_map(|s| by(s)).filter(|k| !k.is_empty()) {
        *groups.entry(key).or_default() += 1;
    }
    let mut groups: Vec<(String, usize)> = groups.into_iter().map(|(k, n)| (k.to_owned(), n)).collect();
    groups.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    groups
}
