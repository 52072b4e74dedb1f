//! The scheduled report, by the real pg_cron.

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
    client.run("select cron.schedule('health', '0 6 * * *', $$SELECT copilot.health_report()$$)");
    // The same job at a time that comes soon: pg_cron's own name for its next start.
    client.run("select cron.schedule('health at start', '@reboot', $$SELECT copilot.health_report()$$)");
    drop(client);
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
