//! The scheduled report, by the real pg_cron, and reports that grow old.

use copilot_client_tests::{eventually, Server, Story};

#[test]
fn a_report_that_pg_cron_runs_is_kept_and_audited() {
    let mut server = Server::own(&[]);
    if !Server::has_library("pg_cron") {
        println!("skipped: pg_cron is not installed");
        return;
    }
    let database = server.database("scheduled");
    drop(database);
    for (name, value) in [
        ("shared_preload_libraries", "pg_stat_statements,copilot_ext,pg_cron"),
        ("cron.database_name", "scheduled"),
        ("cron.use_background_workers", "on"),
    ] {
        server.set(name, value);
    }
    server.restart();

    let mut client = server.client("scheduled", "postgres");
    client.run("create extension pg_cron");
    let jobs = "select format('%s %s %s %s', jobname, schedule, command, username) from cron.job";
    let first: i64 = client.value("select copilot.schedule_health('0 6 * * *')");
    assert_eq!(
        client.values::<String>(jobs),
        ["copilot_health_scheduled 0 6 * * * SELECT copilot.health_report() postgres"]
    );
    let refusal = client.refused("select copilot.schedule_health('every morning')");
    assert!(refusal.message.contains("invalid schedule"), "{refusal:?}");
    client.run("create role ann login; grant copilot_writer to ann; set role ann");
    let refusal = client.refused("select copilot.schedule_health('0 6 * * *')");
    assert_eq!((refusal.sqlstate.as_str(), refusal.hint.as_str()), ("42501", "GRANT USAGE ON SCHEMA cron TO ann"));
    client.run("reset role");
    assert_eq!(client.value::<i64>("select copilot.schedule_health('off')"), first);
    assert_eq!(client.values::<String>(jobs), Vec::<String>::new());
    // A time that comes soon: pg_cron's own name for its next start.
    client.run("select copilot.schedule_health('0 6 * * *')");
    let last: i64 = client.value("select copilot.schedule_health('@reboot')");
    assert_eq!(client.values::<i64>("select jobid from cron.job"), [last], "calling again changes the job");

    let mut elsewhere = server.client("postgres", "postgres");
    elsewhere.run("create extension copilot_ext");
    let refusal = elsewhere.refused("select copilot.schedule_health('0 6 * * *')");
    assert_eq!(refusal.sqlstate, "42704");
    let hint = refusal.hint;
    client.run(hint.trim_start_matches("there, as a superuser: "));
    assert_eq!(
        client.value::<String>("select database from cron.job where jobname = 'copilot_health_postgres'"),
        "postgres"
    );
    drop((client, elsewhere));
    server.restart();

    let mut client = server.client("scheduled", "postgres");
    let id = eventually("the job has left a report", || client.values::<i64>("select id from copilot.reports").pop());
    let row = client
        .query_one("select action, outcome, authenticated, application from copilot.audit where id = $1", &[&id])
        .expect("the row of the report's call");
    assert_eq!(
        (row.get::<_, &str>(0), row.get::<_, &str>(1), row.get::<_, &str>(2)),
        ("health_report", "ok", "postgres")
    );
    eventually("the job has succeeded", || {
        let sql = "select true from cron.job_run_details where status = 'succeeded' and command like '%health_report%'";
        client.values::<bool>(sql).pop()
    });
    assert!(client.verdict().holds);
}

#[test]
fn without_pg_cron_the_error_says_how_to_get_it() {
    let database = Server::shared().database("unscheduled");
    let refusal = database.superuser().refused("select copilot.schedule_health('0 6 * * *')");
    assert_eq!(refusal.sqlstate, "42704");
    let hint = refusal.hint;
    assert!(
        ["shared_preload_libraries", "cron.database_name = 'unscheduled'"].iter().all(|part| hint.contains(part)),
        "{hint}"
    );
}

#[test]
fn old_reports_go_but_the_newest_and_the_chain_holds() {
    let server = Server::own(&[("copilot.report_retention", "0")]);
    let database = server.database("old_reports");
    let mut client = database.superuser();
    for _ in 0..3 {
        client.value::<String>("select copilot.health_report()");
    }
    assert_eq!(client.value::<i64>("select count(*) from copilot.reports"), 1, "the newest stays");
    database.chain_holds();
    let verdict = client.verdict();
    assert_eq!((verdict.holds, verdict.texts_gone), (true, 2));

    client.run("alter system set copilot.report_retention = -1");
    client.run("select pg_reload_conf()");
    // The writer takes up the new value, too.
    client.run("select pg_sleep(3)");
    for _ in 0..2 {
        client.value::<String>("select copilot.health_report()");
    }
    assert_eq!(client.value::<i64>("select count(*) from copilot.reports"), 3, "all are kept");
}
