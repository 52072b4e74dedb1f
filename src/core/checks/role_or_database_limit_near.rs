//! # role_or_database_limit_near
//!
//! CONNECTION LIMIT of a role or a database, almost reached: the next client of that application is refused, while the server
//! has slots left.

use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, Severity, Threshold, Unread, Value,
};

const NEAR: Threshold =
    Threshold { name: "near_percent", value: 90.0, unit: "percent", source: "field: 90 percent of the limit" };
const FULL: Threshold = Threshold { name: "full_percent", value: 100.0, unit: "percent", source: "own: all of it" };

pub(crate) static CHECK: Check = Check {
    id: "CON07",
    name: "role_or_database_limit_near",
    group: "CON",
    what: "roles and databases that are about to reach their connection limit",
    why: "the next client is refused, whatever the server has left",
    how: "rolconnlimit and datconnlimit against the sessions of pg_stat_activity, at this moment; superusers are not bound",
    refuted_by: "SELECT usename, count(*) FROM pg_stat_activity GROUP BY 1",
    reads: &[Family::Sessions, Family::Roles, Family::Databases],
    severity_max: Severity::High,
    thresholds: &[NEAR, FULL],
    gauge: Gauge::higher("sessions"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let (sessions, roles, databases) = (facts.sessions()?, facts.roles()?, facts.databases()?);
    let clients = || sessions.iter().filter(|s| s.user_name.is_some() && s.leader_pid.is_none());
    let of_role = roles.iter().filter(|r| r.connection_limit >= 0 && r.can_login && !r.is_superuser).map(|r| {
        let taken = clients().filter(|s| s.user_name.as_ref() == Some(&r.role_name)).count();
        ("role", r.role_name.as_str(), r.connection_limit, taken)
    });
    let of_database = databases.iter().filter(|d| d.connection_limit >= 0 && d.allows_connections).map(|d| {
        let taken = clients().filter(|s| s.database_name.as_ref() == Some(&d.database_name)).count();
        ("database", d.database_name.as_str(), d.connection_limit, taken)
    });
    let mut judged = Judged::of("roles and databases", roles.len() + databases.len());
    for (kind, name, limit, taken) in of_role.chain(of_database).filter(|(.., taken)| *taken > 0) {
        let percent = 100.0 * taken as f64 / f64::from(limit.max(1));
        let marks = [(&FULL, Severity::High), (&NEAR, Severity::Medium)];
        let Some(severity) = limits.reached(CHECK.id, percent, &marks) else { continue };
        let of = |measure, n: i64| Evidence::measured("sessions", name, measure, Value::Count(n));
        let said = Dossier::saying(
            &format!("Of {{}} connections that {kind} {{}} may have {{}} are taken."),
            &[
                &of("connection_limit", i64::from(limit)),
                &Evidence::name("sessions", name),
                &of("sessions", taken as i64),
            ],
        );
        let remedy = Remedy::advice(
            "Look why it holds so many: idle sessions of a pool that is too large, or one that leaks. A higher limit is \
             ALTER ROLE or ALTER DATABASE ... CONNECTION LIMIT; the old number takes it back",
        );
        judged.findings.push(CHECK.finding(severity, kind, name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::databases::Database;
    use crate::evidence::fake::{self, session, FakeWorld};
    use crate::evidence::roles::Role;

    fn world(of_role: i32, of_database: i32) -> FakeWorld {
        let sessions: Vec<_> = (0..9).map(|pid| session(pid, "idle")).collect();
        FakeWorld::new()
            .with(Family::Sessions, &sessions)
            .with(Family::Roles, &[Role { connection_limit: of_role, ..fake::role("app") }])
            .with(Family::Databases, &[Database { connection_limit: of_database, ..fake::database("shop") }])
    }

    #[test]
    fn nine_of_ten_are_near() {
        assert!(found(&CHECK, world(-1, -1)).is_empty(), "no limit");
        assert!(found(&CHECK, world(11, 11)).is_empty());
        assert_eq!(found(&CHECK, world(10, -1))[0].object, "app");
        let full = found(&CHECK, world(-1, 9));
        assert_eq!((full[0].object.as_str(), full[0].severity), ("shop", Severity::High));
    }
}
