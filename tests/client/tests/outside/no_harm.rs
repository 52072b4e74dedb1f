//! First, do no harm: what a call does to others, and to the session it runs in.

use copilot_client_tests::{eventually, Database, Refusal, Server, Story};
use postgres::Client;

/// Everything that looks at the database.
const LOOKS: [&str; 8] = [
    "select copilot.ask('why is the database slow?')",
    "select * from copilot.answer('which indexes are unused?')",
    "select copilot.health_report()",
    "select copilot.health_report('json')",
    "select * from copilot.findings()",
    "select * from copilot.checks()",
    "select * from copilot.explain_slow()",
    "select * from copilot.doctor()",
];

/// A database with something in it.
fn with_tables(name: &str) -> Database<'static> {
    let database = Server::shared().database(name);
    database.superuser().run(
        "create extension pg_stat_statements;
         create table public.customers (id bigint generated always as identity primary key, name text);
         create table public.orders (id serial primary key, customer bigint references public.customers, at date);
         create index orders_at on public.orders (at);
         create materialized view public.days as select at, count(*) from public.orders group by at;
         insert into public.customers (name) select 'customer ' || n from generate_series(1, 100) n;
         insert into public.orders (customer, at) select n, date '2026-01-01' + n from generate_series(1, 100) n;
         analyze",
    );
    database
}

/// Runs it and throws away what it gives.
fn look(client: &mut Client, call: &str) {
    client.simple_query(call).unwrap_or_else(|e| panic!("{call}: {:?}", e.as_db_error()));
}

#[test]
fn no_lock_above_access_share_and_none_on_a_users_table() {
    let database = with_tables("harm_locks");
    for call in LOOKS {
        let mut client = database.superuser();
        client.run("begin");
        look(&mut client, call);
        let strange: Vec<String> = client.values(
            "select format('%s %s', l.relation::regclass, l.mode) from pg_locks l join pg_class c on c.oid = l.relation
             where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.database <> 0
               -- A sequence's value is read from the sequence.
               and (l.mode <> 'AccessShareLock'
                    or c.relnamespace::regnamespace::text in ('public', 'copilot_audit') and c.relkind <> 'S')
               and c.relname not like 'pg_stat_statements%'",
        );
        let others: Vec<String> = client.values(
            "select format('%s %s', locktype, mode) from pg_locks
             where pid = pg_backend_pid() and locktype not in ('relation', 'virtualxid')",
        );
        client.run("rollback");
        assert_eq!((strange, others), (Vec::new(), Vec::new()), "{call}");
    }
}

#[test]
fn a_session_that_holds_access_exclusive_on_every_table_delays_nobody() {
    let database = with_tables("harm_held_tables");
    let mut holder = database.superuser();
    holder.run(
        "begin;
         lock table public.customers, public.orders in access exclusive mode;
         alter index public.orders_at set (fillfactor = 80);
         refresh materialized view public.days;
         alter sequence public.orders_id_seq maxvalue 1000000",
    );
    for call in LOOKS {
        let mut client = database.superuser();
        client.run("set statement_timeout = '25s'; set log_lock_waits = on");
        look(&mut client, call);
    }
    holder.run("rollback");
}

#[test]
fn a_catalog_that_somebody_holds_is_skipped_and_the_transaction_goes_on() {
    let database = with_tables("harm_held_catalog");
    database.superuser().ask("the first question makes the tables");
    // A session that begins now may have to open every catalog itself, and would wait.
    let mut client = database.superuser();
    let mut holder = database.superuser();
    holder.run("begin; lock table pg_catalog.pg_sequence in access exclusive mode");
    client.run("begin; set local statement_timeout = '25s'");
    let report: String = client.value("select copilot.health_report('json')");
    assert_eq!(client.value::<i32>("select 1"), 1, "the caller's transaction is whole");
    client.run("commit");
    holder.run("rollback");

    let facts: String =
        database.superuser().value("select facts::text from copilot.audit where action = 'health_report'");
    let facts: Vec<serde_json::Value> = serde_json::from_str(&facts).expect("facts");
    let skipped: Vec<_> = facts.iter().filter(|fact| fact.get("skipped").is_some()).collect();
    assert!(skipped.iter().any(|fact| fact["family"] == "sequences"), "{facts:?}");
    assert!(report.contains("skipped"), "a report that could not look says so: {report}");
}

#[test]
fn the_sessions_settings_are_what_they_were() {
    let database = with_tables("harm_settings");
    let mut client = database.superuser();
    client.run(
        "set search_path = public; set lock_timeout = '7s'; set statement_timeout = '29s';
         begin; set local work_mem = '5MB'; set local lock_timeout = '9s'",
    );
    let settings =
        "select string_agg(format('%s=%s (%s)', name, setting, source), E'\\n' order by name) from pg_settings";
    let before: String = client.value(settings);
    for call in LOOKS {
        look(&mut client, call);
        let after: String = client.value(settings);
        let changed: Vec<_> = before.lines().zip(after.lines()).filter(|(was, is)| was != is).collect();
        assert_eq!(changed, [], "{call}");
    }
    client.run("savepoint s");
    client.refused("select copilot.ask(null)").is("22004");
    client.run("rollback to s");
    assert_eq!(client.value::<String>(settings), before);
    client.run("insert into public.customers (name) values ('the transaction may still write'); commit");
    assert_eq!(client.value::<String>("select current_setting('lock_timeout')"), "7s");
}

#[test]
fn asking_assigns_no_transaction_id() {
    let database = with_tables("harm_xid");
    let calls = LOOKS.into_iter().chain(["select * from copilot.audit", "select * from copilot.verify_audit()"]);
    for call in calls {
        let mut client = database.superuser();
        client.run("begin");
        look(&mut client, call);
        let assigned: Option<String> = client.value("select pg_current_xact_id_if_assigned()::text");
        assert_eq!(assigned, None, "{call}");
    }
}

#[test]
fn nothing_stays_in_the_session() {
    let database = with_tables("harm_leftovers");
    let mut client = database.superuser();
    client.run("begin");
    for call in LOOKS {
        look(&mut client, call);
    }
    for (what, sql) in [
        ("a cursor", "select count(*) from pg_cursors where name <> ''"),
        ("a temporary table", "select count(*) from pg_class where relpersistence = 't'"),
        ("an advisory lock", "select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'"),
    ] {
        assert_eq!(client.value::<i64>(sql), 0, "{what} stays");
    }
    assert_eq!(client.value::<String>("select current_user::text"), "postgres");
}

#[test]
fn a_call_within_an_aborted_transaction_is_the_servers_own_error() {
    let database = with_tables("harm_aborted");
    let mut client = database.superuser();
    client.run("begin");
    client.refused("select 1/0");
    client.refused("select copilot.ask('are you there?')").is("25P02");
    client.run("rollback");
    client.ask("are you there?");
}

#[test]
fn a_probe_that_takes_too_long_costs_only_itself() {
    let database = with_tables("harm_slow_probe");
    let mut client = database.superuser();
    client.run("set copilot.report_timeout = '10ms'; set copilot.probe_timeout = '10ms'");
    let report: serde_json::Value =
        serde_json::from_str(&client.value::<String>("select copilot.health_report('json')")).expect("json");
    assert!(report.is_object(), "{report}");
    assert_eq!(client.value::<i32>("select 1"), 1);
}

#[test]
fn a_cancel_during_a_report_reaches_the_caller() {
    let database = with_tables("harm_cancel");
    database.superuser().ask("the first question makes the tables");
    // A session that begins after the lock may have to open every catalog itself, and would wait.
    let mut client = database.superuser();
    let pid = client.pid();
    let mut holder = database.superuser();
    holder.run("begin; lock table pg_catalog.pg_sequence in access exclusive mode");
    let calls = std::thread::spawn(move || loop {
        if let Err(error) = client.batch_execute("select copilot.health_report()") {
            return Refusal::from(&error);
        }
    });
    // The report waits a fifth of a second for the catalog; it is called until the cancel meets it there.
    let mut canceller = database.server.client("postgres", "postgres");
    let cancel =
        format!("select pg_cancel_backend({pid}) from pg_stat_activity where pid = {pid} and wait_event_type = 'Lock'");
    eventually("the cancel meets a waiting report", || {
        canceller.simple_query(&cancel).expect("pg_cancel_backend");
        calls.is_finished().then_some(())
    });
    calls.join().expect("the caller's thread").is("57014");
    holder.run("rollback");

    let last = database.audit().pop().expect("a row");
    assert_eq!((last.outcome.as_str(), last.sqlstate.as_deref()), ("cancelled", Some("57014")));
}
