//! Who is connected, what they do, and what they wait for.

use super::connections::grouped;
use super::{count, Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::evidence::sessions::Session;
use crate::evidence::{Evidence, Family};
use crate::value::Value;

pub(super) const PLAN: Plan = Plan { product: Product::Who, needs, say };

fn needs(_: &str) -> Needs {
    Needs::of(&[Family::Sessions], &[])
}

fn say(asked: &Asked, said: &mut Said) {
    let Some(all) = said.look(asked.facts.sessions()) else { return };
    // Of a hidden session only its role shows; it counts, what it does is left open.
    let is_client = |s: &&Session| s.is_client() || !s.is_visible && s.user_name.is_some();
    let clients: Vec<&Session> = all.iter().filter(is_client).filter(|s| !s.is_own).collect();
    if asked.intent.name == "wait_events" {
        waits(said, &clients);
    } else {
        sessions(said, &clients);
    }
    asked.hidden_sessions(said);
}

fn sessions(said: &mut Said, clients: &[&Session]) {
    let number = |measure, n| Evidence::measured("sessions", "server", measure, count(n));
    let active = clients.iter().filter(|s| s.state.as_deref() == Some("active")).count();
    said.say(
        "{} other client sessions are connected, {} of them are seen to be active",
        &[&number("other_clients", clients.len()), &number("active", active)],
    );
    for (role, n) in grouped(clients, |s| s.user_name.as_deref()).into_iter().take(5) {
        let n = Evidence::measured("sessions", &role, "sessions", count(n));
        said.say("Role {} holds {} of them", &[&Evidence::name("sessions", &role), &n]);
    }
    let mut busy: Vec<&&Session> = clients.iter().filter(|s| s.state.as_deref().is_some_and(|s| s != "idle")).collect();
    busy.sort_by(|a, b| b.state_seconds.unwrap_or(0.0).total_cmp(&a.state_seconds.unwrap_or(0.0)));
    for s in busy.into_iter().take(8) {
        one(said, s);
    }
}

fn one(said: &mut Said, s: &Session) {
    let name = s.name();
    let of = |measure, value| Evidence::measured("sessions", &name, measure, value);
    let (Some(user), Some(state)) = (&s.user_name, &s.state) else { return };
    let application = s.application_name.clone().filter(|a| !a.is_empty()).unwrap_or_else(|| "unnamed".into());
    said.say(
        "Session {} of role {} from application {} is in state {} for {}",
        &[
            &Evidence::name("sessions", &name),
            &of("user", Value::Name(user.clone())),
            &of("application", Value::Word(application)),
            &of("state", Value::Word(state.clone())),
            &of("state_seconds", Value::Seconds(s.state_seconds.unwrap_or(0.0))),
        ],
    );
}

/// What sessions that do something wait for, as groups.
fn waits(said: &mut Said, clients: &[&Session]) {
    let busy: Vec<&Session> = clients.iter().copied().filter(|s| s.state.as_deref() == Some("active")).collect();
    let active = Evidence::measured("sessions", "server", "active", count(busy.len()));
    said.say("{} other client sessions are seen to be active at this moment", &[&active]);
    for (event, n) in grouped(&busy, |s| s.wait_event.as_deref()).into_iter().take(5) {
        let object = format!("wait {event}");
        let n = Evidence::measured("sessions", &object, "sessions", count(n));
        said.say("{} wait on {}", &[&n, &Evidence::measured("sessions", &object, "wait_event", Value::Word(event))]);
    }
    let running = busy.iter().filter(|s| s.wait_event.is_none()).count();
    let running = Evidence::measured("sessions", "server", "running", count(running));
    said.say("{} wait on nothing, they run", &[&running]);
    said.is_partial = true;
    said.note("This is one look; where time goes over hours takes samples, which are not kept yet");
}
