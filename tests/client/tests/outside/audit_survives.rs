//! The audit row of a call is there whatever becomes of the call.

use crate::held::HeldCall;
use copilot_client_tests::{eventually, Server, Story};

const QUESTION: &str = "is the database healthy?";

#[test]
fn the_row_is_there_after_rollback() {
    let database = Server::shared().database("survives_rollback");
    let mut client = database.superuser();
    client.run("begin");
    client.ask(QUESTION);
    client.run("rollback");

    let rows = database.asked(QUESTION);
    assert_eq!((rows.len(), rows[0].outcome.as_str()), (1, "ok"), "{rows:?}");
    database.chain_holds();
}

#[test]
fn the_row_is_there_after_rollback_to_a_savepoint() {
    let database = Server::shared().database("survives_savepoint");
    let mut client = database.superuser();
    client.run("begin; savepoint before");
    client.ask(QUESTION);
    client.run("rollback to before; commit");

    let rows = database.asked(QUESTION);
    assert_eq!((rows.len(), rows[0].outcome.as_str()), (1, "ok"), "{rows:?}");
}

#[test]
fn the_row_is_there_when_a_later_error_ends_the_statement() {
    let database = Server::shared().database("survives_later_error");
    let mut client = database.superuser();
    client.refused("select 1 / (length(copilot.ask('is the database healthy?')) - length(copilot.ask('is the database healthy?')))");

    let rows = database.asked(QUESTION);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| row.outcome == "ok"), "{rows:?}");
}

#[test]
fn an_error_in_the_call_leaves_a_row_with_its_sqlstate() {
    let database = Server::shared().database("survives_error");
    let mut client = database.superuser();
    client.refused("select copilot.ask(null)").is("22004").says("copilot.ask");

    let row = database.audit().pop().expect("a row");
    assert_eq!((row.action.as_str(), row.outcome.as_str()), ("ask", "error"));
    assert_eq!((row.question.as_deref(), row.sqlstate.as_deref()), (None, Some("22004")));
    database.chain_holds();
}

#[test]
fn an_error_caught_by_the_caller_leaves_its_row_too() {
    let database = Server::shared().database("survives_caught_error");
    let mut client = database.superuser();
    client.run("do $$ begin perform copilot.ask(null); exception when null_value_not_allowed then null; end $$");

    let row = database.audit().pop().expect("a row");
    assert_eq!((row.outcome.as_str(), row.sqlstate.as_deref()), ("error", Some("22004")));
}

#[test]
fn a_read_only_transaction_is_audited() {
    let database = Server::shared().database("survives_read_only");
    let mut client = database.superuser();
    client.run("begin transaction isolation level serializable read only deferrable");
    client.ask(QUESTION);
    client.run("commit");
    client.run("set default_transaction_read_only = on");
    client.ask(QUESTION);

    let rows = database.asked(QUESTION);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| row.outcome == "ok"), "{rows:?}");
}

#[test]
fn a_prepared_transaction_does_not_take_its_row_along() {
    let server = Server::own(&[("max_prepared_transactions", "2")]);
    let database = server.database("survives_prepare");
    let mut client = database.superuser();
    client.run("begin");
    client.ask(QUESTION);
    client.run("prepare transaction 'later'");
    assert_eq!(database.asked(QUESTION).len(), 1);
    client.run("rollback prepared 'later'");

    assert_eq!(database.asked(QUESTION)[0].outcome, "ok");
}

#[test]
fn a_cancelled_call_leaves_a_row_that_says_so() {
    let database = Server::shared().database("survives_cancel");
    let held = HeldCall::in_its_work(&database);
    database.superuser().run(&format!("select pg_cancel_backend({})", held.pid));
    let (id, refusal) = held.let_go();

    refusal.is("57014");
    let row = database.audit().into_iter().find(|row| row.id == id).expect("the row");
    assert_eq!((row.outcome.as_str(), row.sqlstate.as_deref()), ("cancelled", Some("57014")));
    database.chain_holds();
}

#[test]
fn the_callers_statement_timeout_passes_through_and_is_told() {
    let database = Server::shared().database("survives_statement_timeout");
    let held = HeldCall::with_settings(&database, "set statement_timeout = '500ms'");
    database.backend_waits(held.pid, "Extension");
    let (id, refusal) = held.let_go();

    refusal.is("57014").says("statement timeout");
    let row = database.audit().into_iter().find(|row| row.id == id).expect("the row");
    assert_eq!((row.outcome.as_str(), row.sqlstate.as_deref()), ("cancelled", Some("57014")));
}

#[test]
fn a_terminated_call_is_closed_as_lost() {
    let database = Server::shared().database("survives_terminate");
    let held = HeldCall::in_its_work(&database);
    database.superuser().run(&format!("select pg_terminate_backend({})", held.pid));
    let id = held.let_die();

    database.superuser().ask(QUESTION);
    eventually("the call is closed as lost", || {
        database.audit().into_iter().find(|row| row.id == id && row.outcome == "lost")
    });
    database.chain_holds();
}

#[test]
fn kill_9_of_the_backend_leaves_a_row_that_is_closed_as_lost() {
    let server = Server::own(&[]);
    let database = server.database("survives_kill");
    let held = HeldCall::in_its_work(&database);
    server.kill(held.pid);
    let id = held.let_die();

    database.superuser().ask(QUESTION);
    eventually("the call is closed as lost", || {
        database.audit().into_iter().find(|row| row.id == id && row.outcome == "lost")
    });
    database.chain_holds();
}

#[test]
fn rows_outlive_the_server() {
    let server = Server::own(&[]);
    let database = server.database("survives_restart");
    database.superuser().ask(QUESTION);
    server.restart();

    assert_eq!(database.asked(QUESTION)[0].outcome, "ok");
    database.superuser().ask(QUESTION);
    database.chain_holds();
}
