//! What cannot be audited is not answered.

use copilot_client_tests::database::signal;
use copilot_client_tests::{eventually, Refusal, Server, Story};
use std::os::unix::fs::PermissionsExt;

const QUESTION: &str = "which sessions are blocked?";
const ASK: &str = "select copilot.ask('which sessions are blocked?')";

#[test]
fn a_writer_that_stands_still_means_refusal_after_audit_timeout() {
    let database = Server::shared().database("refuses_still_writer");
    let mut client = database.superuser();
    let writer = database.writer_held_still();
    client.run("set copilot.audit_timeout = '300ms'");
    client.refused(ASK).is("55P03").says("copilot.audit_timeout");
    drop(writer);

    client.run("reset copilot.audit_timeout");
    client.ask(QUESTION);
    let outcomes: Vec<_> = database.asked(QUESTION).into_iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes.last().map(String::as_str), Some("ok"), "{outcomes:?}");
    assert!(outcomes.iter().rev().skip(1).all(|outcome| outcome == "refused"), "{outcomes:?}");
    database.chain_holds();
}

#[test]
fn a_cancel_ends_the_wait_for_the_audit_and_nothing_is_answered() {
    let database = Server::shared().database("refuses_cancelled_wait");
    let mut client = database.superuser();
    let pid = client.pid();
    let writer = database.writer_held_still();
    let call = std::thread::spawn(move || client.batch_execute(ASK).expect_err("an answer without an audit row"));
    database.backend_waits(pid, "Extension");
    database.server.client("postgres", "postgres").run(&format!("select pg_cancel_backend({pid})"));
    let error = call.join().expect("the caller's thread");
    Refusal::from(&error).is("57014");
    drop(writer);

    database.superuser().ask("and now?");
    assert!(database.asked(QUESTION).iter().all(|row| row.outcome == "refused"));
    database.chain_holds();
}

#[test]
fn a_lock_on_the_audit_means_refusal_and_no_deadlock() {
    let database = Server::shared().database("refuses_locked_audit");
    database.superuser().ask("the first question makes the tables");
    let mut locker = database.superuser();
    locker.run("begin; lock table copilot_audit.entry in access exclusive mode");

    let mut client = database.superuser();
    client.run("set copilot.audit_timeout = '500ms'");
    client.refused(ASK).is("55P03").says("copilot_audit");
    // Whoever holds the lock waits for the writer, and the writer for the lock: somebody must give up.
    locker.run("set copilot.audit_timeout = '500ms'");
    locker.refused(ASK).is("55P03");
    locker.run("rollback");

    client.run("reset copilot.audit_timeout");
    client.ask("and now?");
    assert_eq!(database.asked("and now?")[0].outcome, "ok");
    database.chain_holds();
}

#[test]
fn a_lock_on_the_audit_that_the_writer_gives_up_on_is_told() {
    let database = Server::shared().database("refuses_long_locked_audit");
    database.superuser().ask("the first question makes the tables");
    let mut locker = database.superuser();
    locker.run("begin; lock table copilot_audit.entry in access exclusive mode");
    let refusal = Refusal::from(&database.superuser().batch_execute(ASK).expect_err("an answer without an audit row"));
    assert!(["55P03", "57P03"].contains(&refusal.sqlstate.as_str()), "{refusal:?}");
    locker.run("rollback");

    database.superuser().ask("and now?");
    database.chain_holds();
}

#[test]
fn a_database_that_is_read_only_by_default_is_audited() {
    let database = Server::shared().database("refuses_read_only_database");
    database.superuser().run(
        "alter database refuses_read_only_database set default_transaction_read_only = on;
         alter database refuses_read_only_database set default_transaction_isolation = 'serializable'",
    );
    database.superuser().ask(QUESTION);
    assert_eq!(database.asked(QUESTION)[0].outcome, "ok");
    database.chain_holds();
}

#[test]
fn without_a_slot_for_the_writer_the_hint_names_the_setting() {
    let server = Server::own(&[("max_worker_processes", "0")]);
    let database = server.database("refuses_no_slot");
    database.superuser().refused(ASK).is("57P03").says("max_worker_processes");
}

#[test]
fn create_extension_and_a_call_in_one_transaction_is_refused_clearly() {
    let database = Server::shared().empty_database("refuses_uncommitted", "");
    let mut client = database.superuser();
    client.run("begin; create extension copilot_ext");
    client.refused(ASK).is("57P03").says("not committed in this database yet");
    client.run("rollback");

    client.run("create extension copilot_ext");
    client.ask("and now?");
    assert_eq!(database.asked("and now?")[0].outcome, "ok");
}

#[test]
fn a_key_file_that_others_can_read_means_refusal() {
    let server = Server::own(&[]);
    let database = server.database("refuses_open_key");
    let mut client = database.superuser();
    client.ask("the first question makes the key");
    let mode =
        |bits| std::fs::set_permissions(server.key_file(), std::fs::Permissions::from_mode(bits)).expect("chmod");
    assert_eq!(std::fs::metadata(server.key_file()).expect("the key file").permissions().mode() & 0o777, 0o600);

    mode(0o644);
    client.refused("select * from copilot.verify_audit()").is("F0000").says("not verifiable").says("mode 0600");
    eventually("the writer that knows the key is gone", || database.writer().is_none().then_some(()));
    client.refused(ASK).says("may access it");

    mode(0o600);
    client.ask("and now?");
    database.chain_holds();
}

#[test]
fn a_missing_key_file_means_refusal_until_it_is_back() {
    let server = Server::own(&[]);
    let database = server.database("refuses_missing_key");
    let mut client = database.superuser();
    client.ask("the first question makes the key");
    let away = server.scratch("key.away");
    std::fs::rename(server.key_file(), &away).expect("the key file goes away");

    client.refused("select * from copilot.verify_audit()").is("F0000").says("not verifiable");
    eventually("the writer that knows the key is gone", || database.writer().is_none().then_some(()));
    client.refused(ASK).says("It is missing");
    assert!(!server.key_file().exists(), "a new key was made beside a chain that an old one signed");

    std::fs::rename(&away, server.key_file()).expect("the key file comes back");
    client.ask("and now?");
    database.chain_holds();
}

#[test]
fn a_new_key_signs_the_old_head_and_the_chain_goes_on() {
    let server = Server::own(&[]);
    let database = server.database("refuses_rekey");
    let mut client = database.superuser();
    client.ask("signed by the first key");
    let old = std::fs::read_to_string(server.key_file()).expect("the key file");
    std::fs::write(server.key_file(), format!("{old}{}\n", "5a".repeat(32))).expect("a second key");
    eventually("the writer that knows one key is gone", || database.writer().is_none().then_some(()));

    client.ask("signed by the second key");
    let kinds: Vec<String> = client.values("select kind from copilot_audit.entry order by seq");
    assert!(kinds.iter().any(|kind| kind == "rekey"), "{kinds:?}");
    database.chain_holds();
}

#[test]
fn a_writer_that_is_terminated_comes_back() {
    let database = Server::shared().database("refuses_terminated_writer");
    let mut client = database.superuser();
    client.ask(QUESTION);
    let writer = eventually("the writer is up", || database.writer());
    signal("TERM", writer);
    eventually("the writer is gone", || (database.writer() != Some(writer)).then_some(()));

    client.ask(QUESTION);
    assert_eq!(database.asked(QUESTION).len(), 2);
    database.chain_holds();
}
