//! What a role cannot see is said, never taken for fine.

use copilot_client_tests::{Server, Story};
use postgres::Client;

fn report(client: &mut Client) -> serde_json::Value {
    let report: String = client.value("select copilot.health_report('json')");
    serde_json::from_str(&report).expect("json")
}

/// One check of the report as this session sees it.
fn check(client: &mut Client, name: &str) -> serde_json::Value {
    let report = report(client);
    let checks = report["checks"].as_array().cloned().unwrap_or_default();
    checks.into_iter().find(|check| check["name"] == name).unwrap_or_else(|| panic!("no check {name} in {report}"))
}

#[test]
fn other_peoples_sessions_are_not_judged_without_the_right_to_see_them() {
    let server = Server::own(&[]);
    let database = server.database("seen_sessions");
    database.user("sessions_ann", &["copilot_reader"]);
    let mut idle = database.superuser();
    idle.run("begin; create table public.held (id int)");

    let mut ann = database.connect_as("sessions_ann");
    let blind = check(&mut ann, "idle_in_transaction");
    assert_ne!(blind["outcome"], "ok", "{blind}");
    assert_eq!(blind["reason"], "privilege", "{blind}");
    assert!(blind["opens_with"].as_str().unwrap_or_default().contains("TO sessions_ann"), "{blind}");
    let report: String = ann.value("select copilot.health_report()");
    assert!(report.contains("GRANT pg_read_all_stats TO sessions_ann"), "{report}");

    database.superuser().run("grant pg_read_all_stats to sessions_ann");
    let seeing = check(&mut database.connect_as("sessions_ann"), "idle_in_transaction");
    assert_ne!(seeing["reason"], "privilege", "{seeing}");
}

/// A family whose first grant shows that a second is missing says so in the next report.
#[test]
fn the_grants_a_report_names_open_what_was_closed() {
    let database = Server::shared().database("seen_grants");
    database.user("grants_ann", &["copilot_reader"]);
    let closed = |report: &serde_json::Value| -> Vec<String> {
        let unread = report["unread"].as_array().cloned().unwrap_or_default();
        unread.iter().filter_map(|one| one["opens_with"].as_str()).map(str::to_owned).collect()
    };
    let mut grants = closed(&report(&mut database.connect_as("grants_ann")));
    assert!(!grants.is_empty(), "an ordinary role sees everything");
    for _ in 0..3 {
        grants.iter().filter(|sql| sql.starts_with("GRANT ")).for_each(|sql| database.superuser().run(sql));
        grants = closed(&report(&mut database.connect_as("grants_ann")));
    }
    grants.retain(|sql| sql.starts_with("GRANT "));
    assert!(grants.is_empty(), "{grants:?}");
}

#[test]
fn a_blocked_session_is_found_with_the_one_that_blocks_it() {
    let database = Server::shared().database("seen_blocked");
    let mut blocker = database.superuser();
    blocker.run("create table public.shelf (id int primary key); insert into public.shelf values (1)");
    blocker.run("begin; update public.shelf set id = id");
    let blocker_pid = blocker.pid();
    let mut blocked = database.superuser();
    let blocked_pid = blocked.pid();
    let waiting = std::thread::spawn(move || blocked.batch_execute("update public.shelf set id = id"));
    database.backend_waits(blocked_pid, "Lock");

    let answer = database.superuser().ask("which sessions are blocked, and by whom?");
    blocker.run("rollback");
    waiting.join().expect("the blocked session's thread").expect("it is free");
    assert!(answer.contains(&blocker_pid.to_string()), "{blocker_pid} blocks {blocked_pid}: {answer}");
}

#[test]
fn explain_slow_without_pg_stat_statements_says_what_to_type() {
    let database = Server::shared().database("seen_no_statements");
    let refusal = database.superuser().refused("select * from copilot.explain_slow()").is("42704");
    refusal.says("shared_preload_libraries").says("CREATE EXTENSION pg_stat_statements");
    let answer = database.superuser().ask("which queries are slow?");
    assert!(answer.contains("pg_stat_statements"), "{answer}");
}

#[test]
fn explain_slow_with_the_extension_but_without_the_library_says_what_to_type() {
    let server = Server::own(&[("shared_preload_libraries", "copilot_ext")]);
    let database = server.database("seen_no_library");
    database.superuser().run("create extension pg_stat_statements");
    let refusal = database.superuser().refused("select * from copilot.explain_slow()");
    assert!(["42704", "55000"].contains(&refusal.sqlstate.as_str()), "{refusal:?}");
    refusal.says("shared_preload_libraries");
}

#[test]
fn explain_slow_with_nothing_counted_says_so() {
    let server = Server::own(&[("pg_stat_statements.track", "none")]);
    let database = server.database("seen_nothing_counted");
    database.superuser().run("create extension pg_stat_statements");
    database.superuser().refused("select * from copilot.explain_slow()").is("02000");
    database.superuser().refused("select copilot.slow_report()").is("02000");
}

#[test]
fn an_extension_in_a_schema_of_its_own_is_found() {
    let database = Server::shared().database("seen_other_schema");
    let mut client = database.superuser();
    client.run("create schema \"odd \"\"schema\"; create extension pg_stat_statements schema \"odd \"\"schema\"");
    client.run("select count(*) from generate_series(1, 1000)");
    assert!(client.value::<i64>("select count(*) from copilot.explain_slow()") > 0);
}
