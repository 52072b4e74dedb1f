//! The audit's tables take no change, and what is changed behind their back is found.

use copilot_client_tests::story::Verdict;
use copilot_client_tests::{eventually, Database, Server, Story};

/// A database whose chain has these questions.
fn chain<'a>(server: &'a Server, name: &str, questions: &[&str]) -> Database<'a> {
    let database = server.database(name);
    questions.iter().for_each(|question| {
        database.superuser().ask(question);
    });
    database
}

/// Does what only a superuser who means harm does, with the triggers off, and verifies.
fn tampered(database: &Database, harm: &str) -> Verdict {
    let mut client = database.superuser();
    client.run(&format!(
        "begin;
         alter table copilot_audit.entry disable trigger user;
         alter table copilot_audit.text disable trigger user;
         {harm};
         alter table copilot_audit.entry enable always trigger append_only;
         alter table copilot_audit.text enable always trigger append_only;
         commit"
    ));
    client.verdict()
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
    let parents = ["copilot_audit.entry".to_owned(), "copilot_audit.text".to_owned()];
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

#[test]
fn a_row_that_the_owner_inserts_is_found() {
    let database = chain(Server::shared(), "append_forged", &["one question"]);
    let mut owner = database.superuser();
    let forged: i64 = owner.value(
        "insert into copilot_audit.entry
         select seq + 1, at, kind, call, canonical, link from copilot_audit.entry order by seq desc limit 1 returning seq",
    );
    let verdict = owner.verdict();
    assert!(!verdict.holds, "{verdict:?}");
    assert_eq!(verdict.first_bad_row, Some(forged), "{verdict:?}");
}

#[test]
fn a_changed_entry_is_found() {
    let database = chain(Server::shared(), "append_changed", &["first", "second"]);
    let id = database.asked("first")[0].id;
    let harm = format!(
        "update copilot_audit.entry set canonical = replace(canonical, '\"postgres\"', '\"mallory\"') where seq = {id}"
    );
    let verdict = tampered(&database, &harm);
    assert!(!verdict.holds, "{verdict:?}");
    assert_eq!(verdict.first_bad_row, Some(id), "{verdict:?}");
}

#[test]
fn a_changed_text_is_found() {
    let database = chain(Server::shared(), "append_text", &["first", "second"]);
    let id = database.asked("first")[0].id;
    let harm = format!("update copilot_audit.text set body = 'something else' where seq = {id} and name = 'question'");
    let verdict = tampered(&database, &harm);
    assert!(!verdict.holds, "{verdict:?}");
    assert_eq!(verdict.first_bad_row, Some(id), "{verdict:?}");
}

#[test]
fn a_changed_column_beside_the_entry_is_found() {
    let database = chain(Server::shared(), "append_column", &["first", "second"]);
    let id = database.asked("first")[0].id;
    let verdict = tampered(&database, &format!("update copilot_audit.entry set kind = 'close' where seq = {id}"));
    assert!(!verdict.holds, "{verdict:?}");
    assert_eq!(verdict.first_bad_row, Some(id), "{verdict:?}");
}

#[test]
fn an_erased_text_is_counted_and_the_chain_holds() {
    let database = chain(Server::shared(), "append_erased", &["first", "second"]);
    let id = database.asked("first")[0].id;
    let verdict =
        tampered(&database, &format!("delete from copilot_audit.text where seq = {id} and name = 'question'"));
    assert!(verdict.holds, "{verdict:?}");
    assert_eq!(verdict.texts_gone, 1, "{verdict:?}");
}

#[test]
fn a_deleted_entry_is_found() {
    let database = chain(Server::shared(), "append_deleted", &["first", "second"]);
    let id = database.asked("first")[0].id;
    let verdict = tampered(&database, &format!("delete from copilot_audit.entry where seq = {id}"));
    assert!(!verdict.holds, "{verdict:?}");
    assert_eq!(verdict.first_bad_row, Some(id), "{verdict:?}");
}

#[test]
fn a_tail_cut_before_the_last_anchor_is_found() {
    let server = Server::own(&[]);
    let database = chain(&server, "append_cut", &["first", "second"]);
    // The writer drops its anchor when it leaves.
    eventually("the writer has left", || database.writer().is_none().then_some(()));
    let id = database.asked("second")[0].id;
    let verdict = tampered(&database, &format!("delete from copilot_audit.entry where seq >= {id}"));
    assert!(!verdict.holds, "{verdict:?}");
    assert!(server.log().contains("copilot audit anchor: chain"), "the head is also in the server's log");
}

#[test]
fn a_whole_chain_thrown_away_is_found() {
    let server = Server::own(&[]);
    let database = chain(&server, "append_thrown", &["first", "second"]);
    eventually("the writer has left", || database.writer().is_none().then_some(()));
    let verdict = tampered(&database, "delete from copilot_audit.text; delete from copilot_audit.entry");
    assert!(!verdict.holds, "{verdict:?}");
}
