//! How much of a workload's time can be planned from what pg_stat_statements keeps of it.

use copilot_client_tests::{Database, Server, Story};
use postgres::Client;

/// A share of the time of all statements counted, in percent.
const ENOUGH_PERCENT: f64 = 95.0;

fn file(path: &str) -> String {
    let whole = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&whole).unwrap_or_else(|e| panic!("{whole}: {e}"))
}

/// A database in which statements are counted.
fn counting<'a>(name: &str) -> Database<'a> {
    let database = Server::shared().database(name);
    database.superuser().run("create extension pg_stat_statements");
    database
}

/// The queries of TPC-H, each twice.
fn run_tpch(client: &mut Client) {
    let queries = file("tests/gate/tpch/queries.sql");
    let queries: Vec<&str> = queries.split("\n\n").collect();
    assert_eq!(queries.len(), 22);
    queries.iter().chain(&queries).for_each(|query| client.run(query));
}

/// What has no plan, with the reason; and the share that has one.
fn planned(database: &Database, role: &str) -> (f64, Vec<String>) {
    let mut client = database.superuser();
    let of = format!("from copilot.explain_slow(100) where role = '{role}' and query not ilike 'set %'");
    let share = "coalesce(100 * sum(total_ms) filter (where plan_tree is not null) / sum(total_ms), 0)::float8";
    let share = client.value(&format!("select {share} {of}"));
    (share, client.values(&format!("select plan || ': ' || query {of} and plan_tree is null")))
}

#[test]
fn tpch_is_planned_where_its_roles_names_are_looked_up() {
    let database = counting("planned_tpch");
    database.superuser().run(&file("tests/gate/tpch/schema.sql"));
    database.user("tpch_analyst", &["pg_read_all_data"]);
    database.superuser().run("alter role tpch_analyst set search_path = tpch");
    run_tpch(&mut database.connect_as("tpch_analyst"));
    let (share, without) = planned(&database, "tpch_analyst");
    assert!(share >= ENOUGH_PERCENT, "{share} % planned; not these: {without:#?}");
}

#[test]
fn tpch_is_planned_by_names_that_stand_once_in_the_database() {
    let database = counting("planned_tpch_once");
    database.superuser().run(&file("tests/gate/tpch/schema.sql"));
    database.user("tpch_wanderer", &["pg_read_all_data"]);
    let mut client = database.connect_as("tpch_wanderer");
    client.run("set search_path = tpch");
    run_tpch(&mut client);
    let (share, without) = planned(&database, "tpch_wanderer");
    assert!(share >= ENOUGH_PERCENT, "{share} % planned; not these: {without:#?}");
}

#[test]
fn names_that_stand_there_twice_are_not_guessed() {
    let database = counting("planned_twice");
    let mut admin = database.superuser();
    admin.run("create schema a; create schema b; create table a.t (n int); create table b.t (n int, m int)");
    database.user("planned_guesser", &["pg_read_all_data"]);
    let mut client = database.connect_as("planned_guesser");
    client.run("set search_path = b");
    client.run("select count(n) from t where m > 3");
    let (share, without) = planned(&database, "planned_guesser");
    assert_eq!((share, without.len()), (0.0, 1), "{without:?}");
    assert!(without[0].contains("ambiguous"), "{without:?}");
}
