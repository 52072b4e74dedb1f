//! Sessions and neighbours that mean harm: what a call uses is the server's own, and its rights are those of the person
//! for whom it really runs.

use copilot_client_tests::database::audit_seen_by;
use copilot_client_tests::{Database, Server, Story};

const CALLS: [&str; 9] = [
    "select copilot.ask('why is the database slow?')",
    "select * from copilot.answer('which sessions are blocked?')",
    "select copilot.health_report()",
    "select * from copilot.findings()",
    "select * from copilot.doctor()",
    "select * from copilot.audit",
    "select * from copilot.reports",
    "select * from copilot.verify_audit()",
    "select * from copilot.evidence((select max(id) from copilot.audit))",
];

/// A schema with functions and operators that raise when somebody is lured into them.
fn traps(database: &Database) {
    let mut client = database.superuser();
    client.run("create schema traps; grant usage on schema traps to public");
    for kind in ["text", "name", "oid", "int8", "int4", "bool", "\"char\"", "timestamptz", "jsonb"] {
        for operator in ["=", "<>", "<", ">=", "||", "+", "~"] {
            client.run(&format!(
                "create or replace function traps.trap(a {kind}, b {kind}) returns bool language plpgsql as
                   $$begin raise exception 'lured into {operator} of {kind}'; end$$;
                 create operator traps.{operator} (leftarg = {kind}, rightarg = {kind}, function = traps.trap)",
                kind = kind,
                operator = operator
            ));
        }
    }
    for function in [
        "now()",
        "to_regclass(text)",
        "current_setting(text)",
        "format(text)",
        "has_table_privilege(oid, text)",
        "pg_get_userbyid(oid)",
        "count(text)",
        "lower(text)",
        "json_agg(text)",
    ] {
        client.run(&format!(
            "create function traps.{function} returns text language plpgsql as $$begin raise exception 'lured into {function}'; end$$"
        ));
    }
    client.run("create view traps.pg_class as select 1 / 0 as lured; create view traps.pg_stat_activity as select 1 / 0 as lured");
    client.run(
        "create view traps.pg_extension as select 1 / 0 as lured; create view traps.pg_roles as select 1 / 0 as lured",
    );
    client.run("grant select on all tables in schema traps to public");
}

#[test]
fn a_hostile_search_path_lures_nobody() {
    let database = Server::shared().database("hostile_path");
    database.superuser().run("create extension pg_stat_statements");
    database.user("hostile_path_ann", &["copilot_reader", "copilot_auditor"]);
    traps(&database);
    for user in ["postgres", "hostile_path_ann"] {
        let mut client = database.connect_as(user);
        client.run("set search_path = traps, pg_catalog");
        for call in CALLS.into_iter().chain(["select * from copilot.explain_slow()"]) {
            client.simple_query(call).unwrap_or_else(|e| panic!("{user}: {call}: {:?}", e.as_db_error()));
        }
    }
}

#[test]
fn temporary_tables_shadow_nothing() {
    let database = Server::shared().database("hostile_temp");
    database.user("hostile_temp_ann", &["copilot_reader", "copilot_auditor"]);
    let mut client = database.connect_as("hostile_temp_ann");
    for name in [
        "pg_class",
        "pg_namespace",
        "pg_stat_activity",
        "pg_extension",
        "pg_settings",
        "pg_database",
        "pg_locks",
        "pg_roles",
    ] {
        client.run(&format!("create temporary table {name} (lured int)"));
    }
    for call in CALLS {
        client.simple_query(call).unwrap_or_else(|e| panic!("{call}: {:?}", e.as_db_error()));
    }
}

#[test]
fn a_materialized_view_that_a_superuser_refreshes_shows_its_owner_nothing_new() {
    let database = Server::shared().database("hostile_matview");
    database.user("matview_ann", &["copilot_reader"]);
    database.user("matview_mallory", &["copilot_reader"]);
    database.connect_as("matview_ann").ask("ann's secret");
    database.superuser().run("create schema mallory authorization matview_mallory");
    let mut mallory = database.connect_as("matview_mallory");
    mallory.run("create materialized view mallory.seen as select question, answer from copilot.audit with no data");
    database.superuser().run("refresh materialized view mallory.seen");

    assert_eq!(mallory.value::<i64>("select count(*) from mallory.seen where question = 'ann''s secret'"), 0);
}

#[test]
fn a_definers_function_that_a_superuser_calls_sees_what_the_definer_sees() {
    let database = Server::shared().database("hostile_definer");
    database.user("lured_ann", &["copilot_reader"]);
    database.user("lured_mallory", &["copilot_reader"]);
    database.connect_as("lured_ann").ask("ann's secret");
    database.superuser().run("create schema mallory authorization lured_mallory");
    let mut mallory = database.connect_as("lured_mallory");
    mallory.run(
        "create table mallory.seen (question text, evidence text);
         create function mallory.harmless() returns void security definer language sql as
           $$insert into mallory.seen select question, evidence::text from copilot.audit$$",
    );
    database.superuser().run("select mallory.harmless()");

    assert_eq!(mallory.value::<i64>("select count(*) from mallory.seen where question = 'ann''s secret'"), 0);
}

#[test]
fn an_owner_who_leaves_hands_the_audit_over() {
    let server = Server::own(&[]);
    let database = server.empty_database("hostile_owner", "");
    database.superuser().run("create role old_dba superuser login; create role new_dba superuser login");
    database.connect_as("old_dba").run("create extension copilot_ext");
    database.superuser().ask("under the old owner");
    database.superuser().run("reassign owned by old_dba to new_dba; drop role old_dba");

    database.superuser().ask("under the new owner");
    let questions: Vec<_> =
        audit_seen_by(&mut database.connect_as("new_dba")).into_iter().filter_map(|row| row.question).collect();
    assert_eq!(questions, ["under the old owner", "under the new owner"]);
    database.chain_holds();
}

#[test]
fn a_session_that_wants_parallel_plans_is_answered_and_audited() {
    let database = Server::shared().database("hostile_parallel");
    let mut client = database.superuser();
    let major: i32 = client.value("select current_setting('server_version_num')::int / 10000");
    client.run(if major < 16 { "set force_parallel_mode = on" } else { "set debug_parallel_query = on" });
    client.run("set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0");
    for call in CALLS {
        client.simple_query(call).unwrap_or_else(|e| panic!("{call}: {:?}", e.as_db_error()));
    }
    database.chain_holds();
}

#[test]
fn many_calls_in_one_statement_are_many_rows() {
    let database = Server::shared().database("hostile_many");
    let mut client = database.superuser();
    client.run("select copilot.ask('question number ' || n) from generate_series(1, 100) n");
    assert_eq!(
        client.value::<i64>("select count(distinct id) from copilot.audit where question like 'question number %'"),
        100
    );
    database.chain_holds();
}
