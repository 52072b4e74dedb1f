//! # plaintext_remote_sessions
//!
//! Sessions from other machines whose traffic is not encrypted, by role. Addresses of the machine itself other than the
//! loopback ones count as other machines.

use super::{Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Unread, Value};
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    id: "SEC08",
    name: "plaintext_remote_sessions",
    group: "SEC",
    what: "sessions from other machines that are not encrypted",
    why: "whoever stands between client and server reads what they read, and what they log in with",
    how: "client_addr of pg_stat_activity with pg_stat_ssl and pg_stat_gssapi, at this moment; a tunnel below is not seen",
    refuted_by: "SELECT a.usename, a.client_addr, s.ssl FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid)",
    reads: &[Family::Sessions],
    needs: "GRANT pg_read_all_stats TO <role>",
    severity_max: Severity::High,
    untried: "it takes a client on another machine",
    gauge: Gauge::higher("plaintext_sessions"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let sessions = facts.sessions()?;
    let hidden = sessions.iter().filter(|s| !s.is_visible && s.user_name.is_some()).count();
    let mut judged = Judged::of("sessions", sessions.iter().filter(|s| s.user_name.is_some()).count());
    if hidden > 0 {
        judged.unseen =
            Some(facts.wants_role("pg_read_all_stats", format!("where {hidden} sessions come from is hidden")));
    }
    let mut by_role: BTreeMap<&str, i64> = BTreeMap::new();
    for session in sessions.iter().filter(|s| s.is_remote == Some(true) && !s.is_encrypted) {
        *by_role.entry(session.user_name.as_deref().unwrap_or_default()).or_default() += 1;
    }
    for (role, count) in by_role {
        let plain = Evidence::measured("sessions", role, "plaintext_sessions", Value::Count(count));
        let said = Dossier::saying(
            "Role {} has {} sessions from other machines that are not encrypted.",
            &[&Evidence::name("sessions", role), &plain],
        );
        let remedy = Remedy::advice(
            "Set sslmode in the client, then make its rule in pg_hba.conf hostssl and reload; the old line takes it back",
        );
        judged.findings.push(CHECK.finding(Severity::High, "role", role, said, remedy));
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
    fn only_plain_sessions_of_other_machines_are_counted() {
        let found = |is_remote, is_encrypted| {
            let session = Session { is_remote, is_encrypted, ..session(7, "idle") };
            found(&CHECK, FakeWorld::new().with(Family::Sessions, &[session.clone(), session]))
        };
        assert!(found(None, false).is_empty(), "a Unix socket");
        assert!(found(Some(false), false).is_empty());
        assert!(found(Some(true), true).is_empty());
        assert_eq!(
            found(Some(true), false)[0].said.sentences[0].text,
            "Role \"app\" has 2 sessions from other machines that are not encrypted."
        );
    }

    #[test]
    fn hidden_sessions_are_not_fine() {
        let world = FakeWorld::new().with(Family::Sessions, &[hidden_session(7)]);
        assert!(judged(&CHECK, world).unwrap().unseen.is_some());
    }
}
