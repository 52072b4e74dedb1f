//! Thresholds, suppressions and checks of one's own: who decides, what reports do with it, what the audit keeps.

use copilot_client_tests::{Database, Server, Story};
use postgres::{Client, NoTls};
use std::sync::{Arc, Mutex};

fn sqlstate(client: &mut Client, sql: &str) -> String {
    match client.simple_query(sql) {
        Ok(_) => "00000".into(),
        Err(e) => e.code().expect("an error of the server").code().into(),
    }
}

fn fingerprints(client: &mut Client) -> Vec<String> {
    client
        .query("select fingerprint from copilot.findings()", &[])
        .expect("findings")
        .iter()
        .map(|r| r.get(0))
        .collect()
}

/// The report as one line.
fn report(client: &mut Client) -> String {
    let text: String = client.value("select copilot.health_report()");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A database with a role that asks and one that decides.
fn shop<'a>(name: &str) -> (Database<'a>, Client, Client) {
    let database = Server::shared().database(name);
    database.user(&format!("{name}_ann"), &["copilot_reader", "pg_monitor"]);
    database.user(&format!("{name}_dba"), &["copilot_writer", "pg_monitor"]);
    let (ann, dba) = (database.connect_as(&format!("{name}_ann")), database.connect_as(&format!("{name}_dba")));
    (database, ann, dba)
}

#[test]
fn only_a_writer_decides_and_each_decision_is_in_the_audit() {
    let (database, mut ann, mut dba) = shop("decide_who");
    let decisions = [
        "select copilot.set_threshold('connection_saturation', 'busy_percent', 60, 'few are left')",
        "select copilot.add_check('mine', 'select 1 as object, 2 as summary', 'why')",
        "select copilot.drop_check('mine', 'done')",
        "select copilot.reset_threshold('connection_saturation', 'busy_percent', 'more are left')",
    ];
    for sql in decisions {
        assert_eq!(sqlstate(&mut ann, sql), "42501", "{sql}");
        assert_eq!(sqlstate(&mut dba, sql), "00000", "{sql}");
        assert_eq!(sqlstate(&mut dba, "insert into copilot._overrides values ('a', 'b', 1, 'c', 'd')"), "42501");
    }
    let kept: Vec<_> = database.audit().into_iter().filter(|row| row.role == "decide_who_dba").collect();
    let questions: Vec<&str> = kept.iter().filter_map(|row| row.question.as_deref()).collect();
    assert_eq!(
        questions,
        [
            "check connection_saturation; threshold busy_percent; value 60; reason few are left",
            "check mine; severity medium; sql select 1 as object, 2 as summary; reason why",
            "check mine; reason done",
            "check connection_saturation; threshold busy_percent; reason more are left",
        ]
    );
}

#[test]
fn a_suppressed_finding_is_listed_beside_and_comes_back() {
    let (database, mut ann, mut dba) = shop("decide_suppress");
    database.superuser().run("create unlogged table public.\"a\"\"b; drop\" (i int)");
    database
        .superuser()
        .run("create table public.t (i int); create index on public.t (i); create index on public.t (i)");
    database.superuser().run("insert into public.t select generate_series(1, 1000); analyze public.t");
    let found = fingerprints(&mut ann);
    let one: String = ann.value(
        "select fingerprint from copilot.findings() where check_name in ('duplicate_index', 'no_primary_key') limit 1",
    );
    dba.run(&format!("select copilot.suppress('{one}', 'it''s so', now() + interval '3 seconds')"));
    let others: Vec<String> = found.iter().filter(|print| **print != one).cloned().collect();
    assert_eq!(fingerprints(&mut ann), others);
    let report = report(&mut ann);
    let (_, suppressed) = report.split_once(" SUPPRESSED ").expect("a section");
    assert!(suppressed.contains(&one) && suppressed.contains("by decide_suppress_dba: it's so"), "{report}");

    ann.run("select pg_sleep(3.1)");
    assert_eq!(fingerprints(&mut ann), found, "an end is an end");
    assert!(!ann.value::<bool>("select holds from copilot.suppressions"));

    dba.run(&format!("select copilot.suppress('{one}', 'again', now() + interval '1 day')"));
    dba.run(&format!("select copilot.unsuppress('{one}', 'enough')"));
    assert_eq!(fingerprints(&mut ann), found);
}

#[test]
fn an_own_check_runs_with_the_rights_of_whoever_asks_and_costs_only_itself() {
    let (database, mut ann, mut dba) = shop("decide_own");
    database.superuser().run("create table public.orders (id int primary key, at timestamptz)");
    database.superuser().run("grant select on public.orders to decide_own_dba");
    dba.run(
        "select copilot.add_check('no_orders', $$select 'public.orders' as object, 'no order at all' as summary,
                count(*) as orders from public.orders having count(*) = 0$$, 'the shop stands still', 'high')",
    );
    let row = dba
        .query_one("select severity, object, summary, advice, remedy_sql from copilot.findings() where check_name = 'own_check'", &[])
        .expect("her finding");
    assert_eq!((row.get::<_, &str>(0), row.get::<_, &str>(1)), ("high", "no_orders: public.orders"));
    assert_eq!(row.get::<_, &str>(2), "Check \"no_orders\" of \"decide_own_dba\" says: 'no order at all'.");
    assert_eq!((row.get::<_, &str>(3), row.get::<_, Option<&str>>(4)), ("the shop stands still", None));

    // Ann may not read the table: her report says so, and what opens it.
    let hers = report(&mut ann);
    assert!(hers.contains("own_check (privilege): no_orders of decide_own_dba: permission denied"), "{hers}");
    assert!(hers.contains("GRANT SELECT ON public.orders TO decide_own_ann"), "{hers}");

    // Nor does what is gone meanwhile, or what takes long, stop a report.
    dba.run("select copilot.add_check('slow', $$select 'x' as object, 'y' as summary from generate_series(1, 100000) a, generate_series(1, 1000) b where a < -b$$, 'why')");
    database.superuser().run("drop table public.orders");
    database.superuser().run("alter role decide_own_dba set copilot.probe_timeout = '100ms'");
    let mut dba = database.connect_as("decide_own_dba");
    let report = report(&mut dba);
    assert!(report.contains("relation \"public.orders\" does not exist"), "{report}");
    assert!(report.contains("slow of decide_own_dba"), "{report}");
    assert!(report.contains("LOOKED AND FOUND WELL"), "{report}");
}

#[test]
fn an_own_check_changes_nothing_and_learns_nothing() {
    let (_database, _ann, mut dba) = shop("decide_harm");
    for (sql, expected) in [
        ("delete from public.t returning 1 as object, 1 as summary", "42601"),
        ("select set_config('a.b', 'c', false) as object, 1 as summary", "2F003"),
        ("select rolpassword as object, 1 as summary from pg_catalog.pg_authid", "2F003"),
        ("select 1 as object", "42703"),
        ("show all", "42601"),
        ("", "42601"),
    ] {
        let outcome = sqlstate(&mut dba, &format!("select copilot.add_check('mine', $check${sql}$check$, 'why')"));
        assert_eq!(outcome, expected, "{sql}");
    }
    assert_eq!(dba.value::<i64>("select count(*) from copilot.own_checks"), 0);
}

#[test]
fn a_decision_is_undone_with_its_transaction_and_dumped_with_the_database() {
    let (_database, _ann, mut dba) = shop("decide_rollback");
    dba.run("begin");
    dba.run("select copilot.set_threshold('unused_index', 'window_days', 60, 'a long quarter')");
    dba.run("rollback");
    assert_eq!(dba.value::<i64>("select count(*) from copilot.overrides"), 0);
    let registered: i64 = dba.value(
        "select count(*) from pg_extension e cross join unnest(e.extconfig) c
          where e.extname = 'copilot_ext' and c::regclass::text in
                ('copilot._overrides', 'copilot._suppressions', 'copilot._own_checks')",
    );
    assert_eq!(registered, 3);
}

#[test]
fn who_waits_longer_than_a_second_is_told_what_for() {
    let (database, _ann, mut dba) = shop("decide_progress");
    let heard = |role: &str| {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hears = heard.clone();
        let mut config = database.server.config(&database.name, role);
        config.notice_callback(move |notice| hears.lock().expect("one writes").push(notice.message().to_owned()));
        config.connect(NoTls).expect("a session").run("select copilot.health_report()");
        let told: Vec<String> = heard.lock().expect("one reads").clone();
        told.into_iter().filter(|notice| notice.contains("families of facts read in")).collect::<Vec<_>>()
    };
    let add = |client: &mut Client, id: &str, until: u32| {
        let sql = format!(
            "select 1 as object, 2 as summary from generate_series(1, 100000) a, generate_series(1, {until}) b
              where a < -b"
        );
        client.run(&format!("select copilot.add_check('{id}', '{sql}', 'why')"));
    };
    add(&mut dba, "a", 1);
    add(&mut dba, "b", 1);
    let quick = heard("decide_progress_dba");
    // It is ended by copilot.probe_timeout, two seconds.
    add(&mut dba, "a", 1000);
    let slow = heard("decide_progress_dba");
    assert_eq!(slow.last().map(|notice| notice.contains("next: a check of your own")), Some(true), "{slow:?}");
    assert!(quick.len() < slow.len(), "{quick:?}");
}
