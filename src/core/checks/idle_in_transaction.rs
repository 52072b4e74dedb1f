//! # idle_in_transaction
//!
//! A session that began a transaction and waits for its client holds its locks and, once it has written or taken a
//! snapshot, keeps dead rows of the whole database from being cleaned up.
//!
//! The field's marks go from 30 s to 1,800 s. Here 60 s and 600 s, as the engine tools that also look at what the
//! session holds; one level higher when it holds back clean-up, since then others pay for it.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::sessions::Session;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::quote_ident;
use crate::sentence::Dossier;
use crate::value::Value;

const LONG: Threshold =
    Threshold { name: "long_seconds", value: 60.0, unit: "seconds", source: "tools of the field: 30 to 300 s" };
const VERY_LONG: Threshold = Threshold {
    name: "very_long_seconds",
    value: 600.0,
    unit: "seconds",
    source: "tools of the field: 600 to 1,800 s",
};

pub(crate) static CHECK: Check = Check {
    id: "LCK03",
    name: "idle_in_transaction",
    group: "LCK",
    what: "sessions that sit in an open transaction and do nothing",
    why: "they keep their locks, hold back the clean-up of dead rows and stop schema changes",
    how: "time since the session's state last changed, for sessions in state idle in transaction (aborted ones too)",
    refuted_by: "SELECT pid, state, state_change FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'",
    reads: &[Family::Sessions],
    needs: "GRANT pg_read_all_stats TO <role>",
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleInStructure,
    thresholds: &[LONG, VERY_LONG],
    gauge: Gauge::higher("state_seconds"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let sessions = facts.sessions()?;
    let hidden = sessions.iter().filter(|s| !s.is_visible && s.user_name.is_some()).count();
    let mut judged = Judged { noun: "sessions", ..Judged::default() };
    for session in sessions.iter().filter(|s| s.is_client()) {
        judged.examined += 1;
        let idle_seconds = session.state_seconds.unwrap_or(0.0);
        if session.is_idle_in_transaction() && idle_seconds >= limits.of(CHECK.id, &LONG) {
            judged.findings.push(finding(session, idle_seconds, limits));
        }
    }
    if hidden > 0 {
        judged.unseen = Some(Unread::privilege(
            format!("the state of {hidden} of {} sessions is hidden", judged.examined + hidden),
            format!("GRANT pg_read_all_stats TO {}", quote_ident(&facts.server()?.role_name)),
        ));
    }
    Ok(judged)
}

fn finding(session: &Session, idle_seconds: f64, limits: &Limits) -> Finding {
    let very_long = limits.of(CHECK.id, &VERY_LONG);
    let holds_back = session.xmin_age.or(session.xid_age);
    let severity = match (idle_seconds >= very_long, holds_back.is_some()) {
        (false, false) => Severity::Medium,
        _ => Severity::High,
    };
    let name = session.name();
    let role = session.user_name.clone().unwrap_or_default();
    let application = session.application_name.clone().filter(|a| !a.is_empty()).unwrap_or_else(|| "unnamed".into());
    let of = |measure, value| Evidence::measured("sessions", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Session {} of role {}, application {}, has done nothing in an open transaction for {}.",
        &[
            &Evidence::name("sessions", &name),
            &of("role", Value::Name(role.clone())),
            &of("application", Value::Word(application)),
            &of("state_seconds", Value::Seconds(idle_seconds)),
        ],
    );
    if let Some(age) = holds_back {
        said.say(
            "It holds back the clean-up of dead rows, by {} transactions so far.",
            &[&of("xmin_age", Value::Count(age))],
        );
    }
    let role = quote_ident(&role);
    Finding {
        check: CHECK.id,
        severity,
        object_kind: "session",
        object: name,
        said,
        remedy: Remedy::in_structure(
            "Ask its owner to commit or roll back; ending the session loses its work. The statement makes the server \
             end such sessions of this role from now on; note a value the role may already have",
            format!("ALTER ROLE {role} SET idle_in_transaction_session_timeout = '{very_long}s'"),
            Some(format!("ALTER ROLE {role} RESET idle_in_transaction_session_timeout")),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{hidden_session, session, FakeWorld};
    use crate::evidence::Reason;

    fn judged(sessions: &[Session]) -> Judged {
        let mut world = FakeWorld::new().with(Family::Sessions, sessions);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    fn idle(seconds: f64, xid_age: Option<i64>) -> Session {
        Session { state_seconds: Some(seconds), xid_age, ..session(7, "idle in transaction") }
    }

    #[test]
    fn idle_transactions_are_judged_at_their_marks() {
        let severity = |s| judged(&[s]).findings.first().map(|f| f.severity);
        assert_eq!(severity(idle(59.9, None)), None);
        assert_eq!(severity(idle(60.0, None)), Some(Severity::Medium));
        assert_eq!(severity(idle(60.0, Some(3))), Some(Severity::High));
        assert_eq!(severity(idle(600.0, None)), Some(Severity::High));
        let aborted = Session { state: Some("idle in transaction (aborted)".into()), ..idle(60.0, None) };
        assert_eq!(severity(aborted), Some(Severity::Medium));
        assert_eq!(severity(Session { state_seconds: Some(9_999.0), ..session(8, "idle") }), None);
    }

    #[test]
    fn the_finding_says_who_and_how_long() {
        let finding = judged(&[idle(180.0, Some(12))]).findings.remove(0);
        let text: Vec<_> = finding.said.sentences.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(
            text,
            [
                "Session \"pid 7\" of role \"app\", application 'web', has done nothing in an open transaction \
                 for 3 min.",
                "It holds back the clean-up of dead rows, by 12 transactions so far.",
            ]
        );
        assert_eq!(
            finding.remedy.sql.as_deref(),
            Some("ALTER ROLE app SET idle_in_transaction_session_timeout = '600s'")
        );
    }

    #[test]
    fn hidden_sessions_are_never_fine() {
        let hidden = judged(&[session(1, "idle"), hidden_session(2)]);
        let unseen = hidden.unseen.unwrap();
        assert_eq!((unseen.reason, hidden.examined), (Reason::Privilege, 1));
        assert_eq!(unseen.opens_with.as_deref(), Some("GRANT pg_read_all_stats TO dba"));
    }
}
