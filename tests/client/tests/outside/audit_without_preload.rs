//! Without shared_preload_libraries every call is audited too: each message gets a writer of its own.

use crate::held::HeldCall;
use copilot_client_tests::database::HeldStill;
use copilot_client_tests::{eventually, Server, Story};
use std::collections::BTreeSet;
use std::sync::OnceLock;

const QUESTION: &str = "which sessions are blocked?";
const ASK: &str = "select copilot.ask('which sessions are blocked?')";

/// The server of those that leave it unharmed.
fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| {
        let server = not_preloaded(&[("max_worker_processes", "40")]);
        // Makes the four roles, once.
        server.client("postgres", "postgres").run("create extension copilot_ext");
        server
    })
}

fn not_preloaded(settings: &[(&str, &str)]) -> Server {
    let without = [("shared_preload_libraries", "")];
    Server::own(&[without.as_slice(), settings].concat())
}

#[test]
fn a_call_is_answered_and_its_row_survives_rollback() {
    let database = shared().database("late_answers");
    let mut client = database.superuser();
    client.run("begin");
    client.ask(QUESTION);
    client.run("rollback");
    client.refused("select copilot.ask(null)").is("22004");
    client.run("begin read only");
    client.value::<String>("select copilot.health_report()");
    client.run("commit");

    let rows: Vec<_> = database.audit().into_iter().map(|row| (row.action, row.outcome)).collect();
    let expected = [("ask", "ok"), ("ask", "error"), ("health_report", "ok")];
    assert_eq!(rows, expected.map(|(action, outcome)| (action.to_owned(), outcome.to_owned())));
    assert_eq!(client.value::<i64>("select count(*) from copilot.reports"), 1);
    database.chain_holds();
}

#[test]
fn callers_at_once_share_one_chain_without_fork_or_gap() {
    let server = not_preloaded(&[("max_worker_processes", "8")]);
    let database = server.database("late_many");
    // The first calls of all also make the tables.
    std::thread::scope(|scope| {
        for caller in 0..16 {
            let database = &database;
            scope.spawn(move || {
                let mut client = database.superuser();
                client.run("set copilot.audit_timeout = '30s'");
                (0..4).for_each(|n| {
                    client.ask(&format!("caller {caller} question {n}"));
                });
            });
        }
    });
    let rows = database.audit();
    let questions: BTreeSet<_> = rows.iter().map(|row| row.question.clone()).collect();
    assert_eq!((rows.len(), questions.len()), (64, 64));
    assert!(rows.iter().all(|row| row.outcome == "ok"), "{rows:?}");
    database.chain_holds();
}

#[test]
fn every_finished_call_is_anchored_though_no_writer_stays() {
    let database = shared().database("late_anchored");
    database.superuser().ask(QUESTION);
    eventually("the last writer has left", || database.writer().is_none().then_some(()));
    let head: i64 = database.superuser().value("select max(seq) from copilot_audit.entry");
    let anchored: i64 = database.superuser().value("select anchored_to from copilot.verify_audit()");
    assert_eq!(anchored, head);
}

#[test]
fn without_any_slot_the_refusal_names_both_ways_out() {
    let server = not_preloaded(&[("max_worker_processes", "0")]);
    let database = server.database("late_no_slot");
    let refusal = database.superuser().refused(ASK).is("57P03").says("raise max_worker_processes");
    refusal.says("shared_preload_libraries = 'copilot_ext'");
    assert_eq!(database.superuser().value::<i64>("select count(*) from copilot.audit"), 0);
}

#[test]
fn a_writer_that_stands_still_means_refusal_and_the_next_call_finds_its_way() {
    let server = not_preloaded(&[("max_worker_processes", "4")]);
    let database = server.database("late_still");
    database.superuser().ask("the first question makes the tables");
    let mut locker = database.superuser();
    locker.run("begin; lock table copilot_audit.entry in access exclusive mode");
    let call = std::thread::scope(|scope| {
        let call = scope.spawn(|| {
            let mut client = database.superuser();
            client.run("set copilot.audit_timeout = '1s'");
            client.refused(ASK)
        });
        let pid = eventually("a writer waits for the lock", || database.writer());
        let still = HeldStill::new(pid);
        let refusal = call.join().expect("the caller's thread");
        drop(still);
        refusal
    });
    call.is("55P03").says("copilot.audit_timeout");
    locker.run("rollback");

    database.superuser().ask("and now?");
    let refused = database.asked(QUESTION);
    assert!(refused.iter().all(|row| row.outcome == "refused"), "{refused:?}");
    assert_eq!(database.asked("and now?")[0].outcome, "ok");
    database.chain_holds();
}

#[test]
fn a_lock_on_the_audit_means_refusal_and_no_deadlock() {
    let database = shared().database("late_locked");
    database.superuser().ask("the first question makes the tables");
    let mut locker = database.superuser();
    locker.run("begin; lock table copilot_audit.entry in access exclusive mode; set copilot.audit_timeout = '500ms'");
    locker.refused(ASK).is("55P03").says("copilot_audit");
    locker.run("rollback");

    locker.ask("and now?");
    database.chain_holds();
}

#[test]
fn a_cancelled_and_a_terminated_call_leave_rows_that_say_so() {
    let database = shared().database("late_cancel");
    let held = HeldCall::in_its_work(&database);
    database.superuser().run(&format!("select pg_cancel_backend({})", held.pid));
    let (cancelled, refusal) = held.let_go();
    refusal.is("57014");

    let held = HeldCall::in_its_work(&database);
    database.superuser().run(&format!("select pg_terminate_backend({})", held.pid));
    let terminated = held.let_die();
    database.superuser().ask(QUESTION);
    let outcome = |id| database.audit().into_iter().find(|row| row.id == id).map(|row| row.outcome);
    assert_eq!(outcome(cancelled).as_deref(), Some("cancelled"));
    eventually("the call is closed as lost", || (outcome(terminated).as_deref() == Some("lost")).then_some(()));
    database.chain_holds();
}

#[test]
fn create_extension_and_a_call_in_one_transaction_is_refused_clearly() {
    let database = shared().empty_database("late_uncommitted", "");
    let mut client = database.superuser();
    client.run("begin; create extension copilot_ext");
    client.refused(ASK).is("57P03").says("not committed in this database yet");
    client.run("rollback; create extension copilot_ext");
    client.ask("and now?");
    assert_eq!(database.asked("and now?")[0].outcome, "ok");
}

#[test]
fn what_a_user_set_before_the_library_was_loaded_does_not_count() {
    let database = shared().database("late_placeholder");
    database.user("late_ann", &["copilot_reader"]);
    let mut ann = database.connect_as("late_ann");
    ann.run("set copilot.audit_timeout = '600s'");
    ann.ask(QUESTION);
    assert_eq!(ann.value::<String>("show copilot.audit_timeout"), "5s");
}

#[test]
fn preload_that_comes_later_goes_on_with_the_same_chain() {
    let mut server = not_preloaded(&[]);
    server.database("late_then_early").superuser().ask("without preload");
    server.set("shared_preload_libraries", "copilot_ext");
    server.restart();
    let database = copilot_client_tests::Database::new(&server, "late_then_early");
    database.superuser().ask("with preload");

    assert_eq!(database.audit().len(), 2);
    let genesis: i64 =
        database.superuser().value("select count(*) from copilot_audit.entry where kind <> 'open' and kind <> 'close'");
    assert_eq!(genesis, 1);
    database.chain_holds();
}
