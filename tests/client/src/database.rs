//! One test's database.

use crate::server::Server;
use crate::story::{eventually, Story};
use postgres::Client;

pub struct Database<'a> {
    pub server: &'a Server,
    pub name: String,
}

/// The row a call left in `copilot.audit`.
#[derive(Debug)]
pub struct AuditRow {
    pub id: i64,
    pub action: String,
    pub question: Option<String>,
    pub outcome: String,
    pub sqlstate: Option<String>,
    pub authenticated: String,
    pub role: String,
}

impl<'a> Database<'a> {
    pub fn new(server: &'a Server, name: &str) -> Self {
        Database { server, name: name.into() }
    }

    pub fn quoted(&self) -> String {
        quoted(&self.name)
    }

    pub fn superuser(&self) -> Client {
        self.server.client(&self.name, "postgres")
    }

    pub fn connect_as(&self, user: &str) -> Client {
        self.server.client(&self.name, user)
    }

    /// Makes a user of this name who is a member of the roles.
    pub fn user(&self, name: &str, member_of: &[&str]) {
        let mut client = self.superuser();
        let name = quoted(name);
        client.run(&format!("create role {name} login"));
        for role in member_of {
            client.run(&format!("grant {role} to {name}"));
        }
    }

    /// All rows of the audit, oldest first, as a superuser sees them.
    pub fn audit(&self) -> Vec<AuditRow> {
        audit_seen_by(&mut self.superuser())
    }

    /// The rows of calls with this question.
    pub fn asked(&self, question: &str) -> Vec<AuditRow> {
        self.audit().into_iter().filter(|row| row.question.as_deref() == Some(question)).collect()
    }

    /// Process id of the audit writer, if it is up.
    pub fn writer(&self) -> Option<i32> {
        let sql =
            "select pid from pg_stat_activity where backend_type = 'copilot audit writer' and datname = $1 limit 1";
        let mut client = self.server.client("postgres", "postgres");
        client.query_opt(sql, &[&self.name]).expect("pg_stat_activity").map(|row| row.get(0))
    }

    /// Waits until the writer has left, which it does with an anchor.
    pub fn writer_has_left(&self) {
        eventually("the writer has left", || self.writer().is_none().then_some(()));
    }

    /// Makes the writer of this database come up and holds it still until dropped.
    pub fn writer_held_still(&self) -> HeldStill {
        self.superuser().verdict();
        let pid = eventually("the writer is up", || self.writer());
        HeldStill::new(pid)
    }

    /// Waits until the backend waits for something of this type (`Lock`, `Extension`, …).
    pub fn backend_waits(&self, pid: i32, wait_event_type: &str) {
        let mut client = self.server.client("postgres", "postgres");
        let sql = "select true from pg_stat_activity where pid = $1 and state = 'active' and wait_event_type = $2";
        eventually(&format!("backend {pid} waits for {wait_event_type}"), || {
            client.query_opt(sql, &[&pid, &wait_event_type]).expect("pg_stat_activity")
        });
    }

    /// The chain of this database verifies.
    pub fn chain_holds(&self) {
        let verdict = self.superuser().verdict();
        assert!(verdict.holds, "{verdict:?}");
    }
}

pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

pub fn audit_seen_by(client: &mut Client) -> Vec<AuditRow> {
    let sql = "select id, action, question, outcome, sqlstate, authenticated, role from copilot.audit order by id";
    let rows = client.query(sql, &[]).expect("the audit can be read");
    rows.iter()
        .map(|row| AuditRow {
            id: row.get(0),
            action: row.get(1),
            question: row.get(2),
            outcome: row.get(3),
            sqlstate: row.get(4),
            authenticated: row.get(5),
            role: row.get(6),
        })
        .collect()
}

/// A process that does not run (SIGSTOP) until this is dropped.
pub struct HeldStill {
    pub pid: i32,
}

impl HeldStill {
    pub fn new(pid: i32) -> Self {
        signal("STOP", pid);
        HeldStill { pid }
    }
}

impl Drop for HeldStill {
    fn drop(&mut self) {
        signal("CONT", self.pid);
    }
}

pub fn signal(name: &str, pid: i32) {
    crate::server::run(std::process::Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()));
}
