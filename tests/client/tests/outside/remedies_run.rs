//! What `copilot.findings()` gives to run: one statement each by the server's own parser, and statements that really run
//! and are really taken back.

use copilot_client_tests::{run, Server, Story};
use copilot_core::evidence::fake::{FakeWorld, DAY};
use copilot_core::flows::findings::findings;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Every statement of every finding about the recorded servers.
fn recorded_statements() -> BTreeSet<String> {
    let mut statements = BTreeSet::new();
    for situation in ["sick", "blind", "healthy", "fresh", "pgbench", "just_reset", "refused", "locked"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/15").join(situation);
        for days in [0, 40] {
            let mut world = FakeWorld::recorded(&folder).expect("a recorded situation").later(days * DAY);
            for row in findings(&mut world).expect("findings").rows {
                statements.extend([row.remedy_sql, row.revert_sql].into_iter().flatten());
            }
        }
    }
    statements
}

fn literal(text: &str) -> String {
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// The gate parses a text with the server's parser and counts the statements before it judges what they are.
#[test]
fn every_remedy_and_revert_is_one_statement_to_the_server() {
    let database = Server::shared().database("remedies_parsed");
    let mut client = database.superuser();
    let mut gate = |sql: &str| client.refused(&format!("select copilot.run_sql({})", literal(sql)));
    gate("alter system reset fsync; drop table x").is("2F003").says("the text holds 2 statements");
    gate("alter system reset").is("42601");

    let statements = recorded_statements();
    assert!(statements.len() > 60, "{statements:?}");
    for sql in statements {
        let refusal = gate(&sql);
        assert_eq!(refusal.sqlstate, "2F003", "{sql}: {refusal:?}");
        assert!(refusal.message.ends_with("is not a statement that reads"), "{sql}: {refusal:?}");
        assert!(!sql.trim_end().ends_with(';'), "{sql}");
    }
}

/// In psql, by \gexec: nothing of the kind is found any more after the remedy, and the same again after the revert.
#[test]
fn what_psql_runs_by_gexec_mends_and_is_taken_back() {
    let server = Server::own(&[]);
    let database = server.database("remedies_run");
    let mut client = database.superuser();
    client.run(
        r#"create schema "Odd ""schema""; drop"; set search_path = "Odd ""schema""; drop";
           create table payments (id bigint primary key, "order" bigint, paid_at timestamptz);
           create index "order's idx" on payments ("order");
           create index payments_order_paid_at_idx on payments ("order", paid_at);
           create table leases (id bigint primary key, owner name not null);
           create policy own_rows on leases using (owner = current_user);
           create table refunds (id bigint primary key);
           create function nothing() returns trigger language plpgsql as 'begin return new; end';
           create trigger "watch;" before insert on refunds for each row execute function nothing();
           alter table refunds disable trigger "watch;";
           grant create on schema public to public"#,
    );
    let script = server.scratch("gexec.sql");
    for check in ["redundant_prefix_index", "rls_policy_but_off", "disabled_triggers", "public_schema_create"] {
        let chosen = format!("from copilot.findings() where check_name = '{check}'");
        let count = format!("select count(*) {chosen};\n");
        let text = format!(
            "\\set ON_ERROR_STOP on\n{count}select revert_sql {chosen} \\gset\n\
             select remedy_sql {chosen} \\gexec\n{count}select :'revert_sql' \\gexec\n{count}"
        );
        std::fs::write(&script, text).expect("the script is written");
        // Not as the servers' user, who may not be able to read it.
        let reachable = server.program("psql");
        let mut psql = Command::new(server.path_of("psql"));
        psql.envs(reachable.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let printed = run(psql
            .args(["-XAtq", "--dbname=remedies_run", "--file"])
            .arg(&script)
            .env("PGOPTIONS", "-c client_min_messages=warning"));
        assert_eq!(printed.lines().collect::<Vec<_>>(), ["1", "0", "1"], "{check}: {printed}");
    }
}
