//! # long_running_statement
//!
//! A statement that has run for five minutes holds its snapshot and its locks. Reports and loads do that on purpose, so it is
//! told with the session's name and not with alarm; from an hour on it is medium. Processes that feed standbys and the
//! server's own are left out.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::sessions::Session;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const LONG: Threshold = Threshold { name: "long_seconds", value: 300.0, unit: "seconds", source: "field: 60 to 300 s" };
const VERY_LONG: Threshold = Threshold {
    name: "very_long_seconds",
    value: 3_600.0,
    unit: "seconds",
    source: "own: an hour, longer than most reports",
};

pub(crate) static CHECK: Check = Check {
    id: "QRY02",
    name: "long_running_statement",
    group: "QRY",
    what: "statements that have been running for long",
    why: "it holds a snapshot that keeps dead rows, and locks that schema changes wait for",
    how: "time since query_start for client sessions in state active, at this moment",
    refuted_by: "SELECT pid, state, query_start FROM pg_stat_activity WHERE state = 'active' ORDER BY query_start",
    reads: &[Family::Sessions],
    needs: "GRANT pg_read_all_stats TO <role>",
    remedy_class: RemedyClass::Irreversible,
    thresholds: &[LONG, VERY_LONG],
    gauge: Gauge::higher("query_seconds"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let sessions = facts.sessions()?;
    let hidden = sessions.iter().filter(|s| !s.is_visible && s.user_name.is_some()).count();
    let mut judged = Judged { noun: "sessions", ..Judged::default() };
    if hidden > 0 {
        judged.unseen = Some(facts.wants_role("pg_read_all_stats", format!("what {hidden} sessions run is hidden")));
    }
    for session in sessions.iter().filter(|s| s.is_client()) {
        judged.examined += 1;
        let seconds = session.query_seconds.unwrap_or(0.0);
        let waits = session.wait_event_type.as_deref() == Some("Lock");
        // who waits for a lock is blocked_sessions'
        if session.state.as_deref() != Some("active") || session.is_own || waits {
            continue;
        }
        if seconds >= limits.of(CHECK.id, &LONG) {
            let medium = seconds >= limits.of(CHECK.id, &VERY_LONG);
            judged.findings.push(finding(session, seconds, medium));
        }
    }
    Ok(judged)
}

fn finding(session: &Session, seconds: f64, medium: bool) -> Finding {
    let name = session.name();
    let of = |measure, value| Evidence::measured("sessions", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Session {} of role {} has been running its statement for {}.",
        &[
            &Evidence::name("sessions", &name),
            &of("role", Value::Name(session.user_name.clone().unwrap_or_default())),
            &of("query_seconds", Value::Seconds(seconds)),
        ],
    );
    Finding {
        check: CHECK.id,
        severity: if medium { Severity::Medium } else { Severity::Low },
        object_kind: "session",
        object: name,
        said,
        remedy: Remedy::irreversible(
            "Ask its owner whether it is meant to. pg_cancel_backend() stops the statement and loses its work: that is for \
             a person to decide",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn severity(session: Session) -> Option<Severity> {
        let mut world = FakeWorld::new().with(Family::Sessions, &[session]);
        let judged = judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap();
        judged.findings.first().map(|f| f.severity)
    }

    fn running(seconds: f64) -> Session {
        Session { query_seconds: Some(seconds), wait_event_type: None, ..fake::session(7, "active") }
    }

    #[test]
    fn only_running_statements_count() {
        assert_eq!(severity(running(299.0)), None);
        assert_eq!(severity(running(300.0)), Some(Severity::Low));
        assert_eq!(severity(running(3_600.0)), Some(Severity::Medium));
        assert_eq!(severity(Session { state: Some("idle".into()), ..running(9_999.0) }), None);
        assert_eq!(severity(Session { wait_event_type: Some("Lock".into()), ..running(9_999.0) }), None);
        assert_eq!(severity(Session { backend_type: Some("walsender".into()), ..running(9_999.0) }), None);
    }
}
