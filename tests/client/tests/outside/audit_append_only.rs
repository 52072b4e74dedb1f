//! The audit's tables take no change.

use copilot_client_tests::{Database, Server, Story};

/// A database whose chain has these questions.
fn chain<'a>(server: &'a Server, name: &str, questions: &[&str]) -> Database<'a> {
    let database = server.database(name);
    questions.iter().for_each(|question| {
        database.superuser().ask(question);
    });
    database
}

#[test]
fn nobody_updates_deletes_or_truncates() {
    let database = chain(Server::shared(), "append_refused", &["one question"]);
    let mut owner = database.superuser();
    let partitions: Vec<String> = owner.values(
        "select inhrelid::regclass::text from pg_inherits
         where inhparent in ('copilot_audit.entry'::regclass, 'copilot_audit.text'::regclass)",
    );
    assert_eq!(partitions.len(), 2, "{partitions:?}");
    owner.value::<String>("select copilot.health_report()");
    let parents = ["copilot_audit.entry", "copilot_audit.text", "copilot._reports"].map(str::to_owned);
    for table in parents.iter().chain(&partitions) {
        owner.refused(&format!("update {table} set at = at")).is("42501").says("append-only");
        owner.refused(&format!("delete from {table}")).is("42501").says("append-only");
        owner.refused(&format!("truncate {table}")).is("42501").says("append-only");
        owner.refused(&format!("begin; set local session_replication_role = replica; delete from {table}")).is("42501");
        owner.run("rollback");
    }
    database.chain_holds();
}

#[test]
fn others_may_not_even_insert() {
    let database = chain(Server::shared(), "append_others", &["one question"]);
    let insert =
        "insert into copilot_audit.entry select seq + 1, at, kind, call, canonical, link from copilot_audit.entry";
    for role in ["copilot_reader", "copilot_writer", "copilot_auditor", "copilot_gate"] {
        let user = format!("append_{role}");
        database.user(&user, &[role]);
        let mut client = database.connect_as(&user);
        for statement in [
            insert,
            "delete from copilot_audit.entry",
            "truncate copilot_audit.text",
            "update copilot_audit.open_call set pid = 1",
        ] {
            client.refused(statement).is("42501").says("permission denied");
        }
    }
}
