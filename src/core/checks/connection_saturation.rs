//! # connection_saturation
//!
//! How many of the slots for ordinary clients are taken. 75 and 90 percent are Percona's and Crunchy's health
//! reports' marks; beyond 90 one deploy that doubles the pools locks everyone out.
//!
//! A role without pg_read_all_stats sees that other users' sessions exist, not what they are. Such a session may or
//! may not hold a slot: the judgement is given only where it holds either way.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::quote_ident;
use crate::sentence::Dossier;
use crate::value::Value;

const BUSY: Threshold =
    Threshold { name: "busy_percent", value: 75.0, unit: "percent", source: "health reports of the field: 75 to 80" };
const FULL: Threshold =
    Threshold { name: "full_percent", value: 90.0, unit: "percent", source: "health reports of the field: 90" };

pub(crate) static CHECK: Check = Check {
    id: "CON01",
    name: "connection_saturation",
    group: "CON",
    what: "how many of the connection slots for ordinary clients are taken",
    why: "when the last slot is taken, every new client is refused, the application first of all",
    how: "client backends against max_connections less the reserved slots, at this moment; peaks between two looks \
          are not seen",
    refuted_by: "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'",
    reads: &[Family::Settings, Family::Sessions],
    needs: "GRANT pg_read_all_stats TO <role>",
    severity_max: Severity::High,
    thresholds: &[BUSY, FULL],
    gauge: Gauge::higher("share"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let slots = slots(facts)?;
    let sessions = facts.sessions()?;
    let clients = sessions.iter().filter(|s| s.is_client()).count();
    let hidden = sessions.iter().filter(|s| !s.is_visible && s.user_name.is_some()).count();
    let percent = |taken: usize| 100.0 * taken as f64 / slots.max(1.0);
    let mut judged = Judged { noun: "connection limits", examined: 1, ..Judged::default() };

    let busy = limits.of(CHECK.id, &BUSY);
    if percent(clients) >= busy {
        let full = percent(clients) >= limits.of(CHECK.id, &FULL);
        judged.findings.push(finding(clients, slots, percent(clients), full));
    } else if percent(clients + hidden) >= busy {
        judged.unseen = Some(Unread::privilege(
            format!("{hidden} of {} sessions belong to others and may or may not hold a slot", sessions.len()),
            format!("GRANT pg_read_all_stats TO {}", quote_ident(&facts.server()?.role_name)),
        ));
    }
    Ok(judged)
}

/// Slots an ordinary role can get. `reserved_connections` came with 16.
fn slots(facts: &Facts) -> Result<f64, Unread> {
    let number = |name| facts.setting(name).map(|s| s.number().unwrap_or(0.0));
    let reserved = number("superuser_reserved_connections")? + number("reserved_connections").unwrap_or(0.0);
    Ok(number("max_connections")? - reserved)
}

fn finding(clients: usize, slots: f64, percent: f64, full: bool) -> Finding {
    let count = |measure, n: i64| Evidence::measured("sessions", "client backends", measure, Value::Count(n));
    let mut said = Dossier::default();
    said.say(
        "{} of {} connection slots are taken ({}).",
        &[
            &count("connected", clients as i64),
            &count("slots", slots as i64),
            &Evidence::measured("sessions", "client backends", "share", Value::Percent(percent)),
        ],
    );
    Finding {
        check: CHECK.id,
        severity: if full { Severity::High } else { Severity::Medium },
        object_kind: "setting",
        object: "max_connections".into(),
        said,
        remedy: Remedy::advice(
            "Put a pooler in front, or limit the roles that hold many idle sessions. Raising max_connections needs \
             a restart and costs memory per slot",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::judge::outcome;
    use crate::checks::Outcome;
    use crate::evidence::fake::{hidden_session, session, setting, FakeWorld};
    use crate::evidence::Reason;

    /// 20 slots for ordinary clients.
    fn seen(visible: i32, hidden: i32) -> Outcome {
        let settings = [setting("max_connections", "23"), setting("superuser_reserved_connections", "3")];
        let sessions: Vec<_> =
            (0..visible).map(|pid| session(pid, "idle")).chain((0..hidden).map(hidden_session)).collect();
        let mut world = FakeWorld::new().with(Family::Settings, &settings).with(Family::Sessions, &sessions);
        outcome(&CHECK, &Facts::load(&mut world, CHECK.reads), &Limits::default())
    }

    fn severity(outcome: Outcome) -> Option<Severity> {
        match outcome {
            Outcome::Finding(judged) => Some(judged.findings[0].severity),
            _ => None,
        }
    }

    #[test]
    fn slots_are_judged_at_their_marks() {
        assert!(matches!(seen(14, 0), Outcome::Ok(_)));
        assert_eq!(severity(seen(15, 0)), Some(Severity::Medium));
        assert_eq!(severity(seen(17, 0)), Some(Severity::Medium));
        assert_eq!(severity(seen(18, 0)), Some(Severity::High));
    }

    #[test]
    fn hidden_sessions_count_only_where_they_cannot_change_the_answer() {
        assert!(matches!(seen(1, 5), Outcome::Ok(_)), "even if all of them hold a slot");
        let Outcome::Skipped(unread) = seen(1, 14) else { panic!("it cannot be known") };
        assert_eq!(unread.reason, Reason::Privilege);
        assert_eq!(unread.opens_with.as_deref(), Some("GRANT pg_read_all_stats TO dba"));
        assert_eq!(severity(seen(15, 3)), Some(Severity::Medium), "at least these");
    }
}
