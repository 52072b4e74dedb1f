//! # long_transaction
//!
//! A transaction that has been open for an hour and works: a batch that does all its work in one, or a dump. It holds its locks
//! and keeps dead rows from being removed. One that waits for its client is another check's.

use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, RemedyClass, Severity, Threshold, Unread,
    Value,
};

const LONG: Threshold =
    Threshold { name: "open_seconds", value: 3_600.0, unit: "seconds", source: "field: 10 min to 1 h" };

pub(crate) static CHECK: Check = Check {
    id: "LCK04",
    name: "long_transaction",
    group: "LCK",
    what: "transactions that have been open, and at work, for an hour",
    why: "their locks stay, and no vacuum anywhere removes a row that died since they began",
    how: "xact_start of client backends in pg_stat_activity, at this moment; a dump looks the same as a batch",
    refuted_by: "SELECT pid, xact_start, state, wait_event FROM pg_stat_activity ORDER BY xact_start",
    reads: &[Family::Sessions],
    needs: "GRANT pg_read_all_stats TO <role>",
    remedy_class: RemedyClass::Irreversible,
    thresholds: &[LONG],
    untried: "it takes an hour",
    gauge: Gauge::higher("transaction_seconds"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let sessions = facts.sessions()?;
    let hidden = sessions.iter().filter(|s| !s.is_visible && s.user_name.is_some()).count();
    let clients: Vec<_> = sessions.iter().filter(|s| s.is_client() && !s.is_own).collect();
    let mut judged = Judged::of("sessions", clients.len() + 1);
    if hidden > 0 {
        judged.unseen = Some(facts.wants_role("pg_read_all_stats", format!("what {hidden} sessions do is hidden")));
    }
    for session in clients.into_iter().filter(|s| !s.is_idle_in_transaction()) {
        let seconds = session.transaction_seconds.unwrap_or(0.0);
        if seconds < limits.of(CHECK.id, &LONG) {
            continue;
        }
        let name = session.name();
        let of = |measure, value| Evidence::measured("sessions", &name, measure, value);
        let mut said = Dossier::saying(
            "{} has been in one and the same transaction for {}.",
            &[&Evidence::name("sessions", &name), &of("transaction_seconds", Value::Seconds(seconds))],
        );
        if let Some(user) = &session.user_name {
            said.say("It is a session of role {}.", &[&of("user_name", Value::Name(user.clone()))]);
        }
        let remedy = Remedy::irreversible(
            "Ask its owner. Work in batches that commit does the same without holding back everything else; ending the session \
             loses what it did so far",
        );
        judged.findings.push(CHECK.finding(Severity::Medium, "session", name.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{found, judged};
    use crate::evidence::fake::{hidden_session, session, FakeWorld};
    use crate::evidence::sessions::Session;

    #[test]
    fn an_hour_at_work_is_named() {
        let found = |state: &str, seconds: f64| {
            let session = Session { transaction_seconds: Some(seconds), ..session(7, state) };
            found(&CHECK, FakeWorld::new().with(Family::Sessions, &[session])).len()
        };
        assert_eq!(found("active", 3_599.0), 0);
        assert_eq!(found("active", 3_600.0), 1);
        assert_eq!(found("idle in transaction", 7_200.0), 0, "another check's");
    }

    #[test]
    fn hidden_sessions_are_not_fine() {
        let world = FakeWorld::new().with(Family::Sessions, &[hidden_session(7)]);
        assert!(judged(&CHECK, world).unwrap().unseen.is_some());
    }
}
