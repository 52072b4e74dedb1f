//! What stands beside the chain is part of its proof: columns, texts, reports, the list of open calls, the tables'
//! own shape.

use crate::held::HeldCall;
use copilot_client_tests::attack::tampered;
use copilot_client_tests::{Database, Server, Story};
use std::sync::{Arc, Mutex};

fn with_a_call<'a>(name: &str) -> (Database<'a>, i64) {
    let database = Server::shared().database(name);
    database.superuser().ask("the one");
    let id = database.asked("the one")[0].id;
    (database, id)
}

#[test]
fn columns_beside_an_entry() {
    for (name, change) in [
        ("beside_kind", "kind = 'genesis'"),
        ("beside_call", "call = 1"),
        ("beside_at", "at = at + interval '1 second'"),
    ] {
        let (database, id) = with_a_call(name);
        tampered(&database, &format!("update copilot_audit.entry set {change} where seq = {id}"))
            .breaks_at(id, "columns");
    }
}

#[test]
fn texts() {
    let (database, id) = with_a_call("beside_text");
    let edit = format!("update copilot_audit.text set body = 'another' where seq = {id} and name = 'question'");
    tampered(&database, &edit).breaks_at(id, "\"question\" differs");

    let (database, id) = with_a_call("beside_text_gone");
    let delete = format!("delete from copilot_audit.text where seq = {id} and name = 'question'");
    tampered(&database, &delete).breaks_at(id, "no entry says that it was erased");

    let (database, id) = with_a_call("beside_text_moved");
    let moved = format!("update copilot_audit.text set seq = seq + 1 where seq = {id} and name = 'question'");
    tampered(&database, &moved).breaks_at(id, "\"question\" is gone");

    let (database, id) = with_a_call("beside_text_more");
    let more = "insert into copilot_audit.text select 4000000, at, name, salt, body from copilot_audit.text limit 1";
    tampered(&database, more).breaks_at(4_000_000, "an entry that is not there");
    assert!(id > 0);
}

#[test]
fn kept_reports() {
    for (name, harm, reason) in [
        ("beside_report_verdict", "update copilot._reports set verdict = 'all is well'", "differs"),
        ("beside_report_author", "update copilot._reports set author = 'mallory'", "differs"),
        (
            "beside_report_body",
            "update copilot._reports set report = jsonb_set(report, '{verdict}', '\"fine\"')",
            "differs",
        ),
        ("beside_report_id", "update copilot._reports set id = id + 1", "differs"),
        ("beside_report_at", "update copilot._reports set at = at - interval '1 day'", "time beside"),
        ("beside_report_gone", "delete from copilot._reports", "no entry says that it was erased"),
    ] {
        let (database, _) = with_a_call(name);
        database.superuser().value::<String>("select copilot.health_report()");
        database.chain_holds();
        let entry: i64 = database.superuser().value("select entry from copilot._reports");
        tampered(&database, harm).breaks_at(entry, reason);
    }
}

#[test]
fn the_list_of_open_calls() {
    let (database, id) = with_a_call("beside_open_forged");
    let forged = format!("insert into copilot_audit.open_call values ({id}, 1, '2000-01-01')");
    tampered(&database, &forged).breaks_at(id, "a call that is not open");
    // Nor does the writer sign that the call was lost.
    database.writer_has_left();
    let closed: i64 =
        database.superuser().value(&format!("select count(*) from copilot_audit.entry where call = {id}"));
    assert_eq!(closed, 1);
}

#[test]
fn a_running_call_whose_line_in_the_list_was_changed() {
    let database = Server::shared().database("beside_open_running");
    let held = HeldCall::in_its_work(&database);
    database.superuser().run("update copilot_audit.open_call set pid = 1, backend_start = '2000-01-01'");
    // The writer looks for lost calls by what was signed: this one goes on, and is closed once.
    std::thread::sleep(std::time::Duration::from_secs(3));
    database.superuser().run(&format!("select pg_cancel_backend({})", held.pid));
    let (id, _) = held.let_go();
    let closings: i64 =
        database.superuser().value(&format!("select count(*) from copilot_audit.entry where call = {id}"));
    assert_eq!(closings, 1);
    assert_eq!(database.audit().into_iter().find(|row| row.id == id).expect("its row").outcome, "cancelled");
    database.chain_holds();
}

#[test]
fn a_view_a_rule_or_a_policy_in_the_place_of_a_table() {
    for (name, harm, reason) in [
        (
            "beside_view",
            "alter table copilot_audit.open_call rename to away;
             create view copilot_audit.open_call as select * from copilot_audit.away",
            "not a table as the writer makes it",
        ),
        (
            "beside_rule",
            "create rule hide as on insert to copilot_audit.open_call where new.pid = -1 do instead nothing",
            "has a rule",
        ),
        ("beside_policy", "alter table copilot_audit.text enable row level security", "has row security"),
    ] {
        let (database, _) = with_a_call(name);
        database.superuser().run(harm);
        database.superuser().verdict().breaks_at(None, reason);
    }
}

#[test]
fn a_trigger_that_is_off_is_told_and_the_chain_holds() {
    let (database, _) = with_a_call("beside_trigger");
    let told = Arc::new(Mutex::new(String::new()));
    let hears = told.clone();
    let mut config = database.server.config(&database.name, "postgres");
    config.notice_callback(move |notice| hears.lock().expect("one writes").push_str(notice.message()));
    let mut client = config.connect(postgres::NoTls).expect("a session");

    assert!(client.verdict().holds);
    assert_eq!(told.lock().expect("nobody writes").as_str(), "");
    client.run("alter table copilot_audit.text disable trigger append_only");
    assert!(client.verdict().holds);
    let told = told.lock().expect("nobody writes").clone();
    assert!(told.contains("the trigger append_only of copilot_audit.text"), "{told}");
}
