//! Kept reports, and a database without faults.

use copilot_client_tests::{run, Server, Story};
use std::path::Path;
use std::process::Command;

#[test]
fn a_report_is_kept_although_its_transaction_is_rolled_back() {
    let database = Server::shared().database("reports_rollback");
    let mut client = database.superuser();
    client.run("begin read only");
    let report: String = client.value("select copilot.health_report()");
    client.run("rollback");

    let kept =
        client.query_one("select id, author, verdict, report::text from copilot.reports", &[]).expect("one report");
    let id: i64 = kept.get(0);
    assert_eq!(database.audit().iter().filter(|row| row.id == id && row.action == "health_report").count(), 1);
    assert_eq!(kept.get::<_, &str>(1), "postgres");
    let verdict: &str = kept.get(2);
    assert!(!verdict.is_empty() && report.contains(verdict), "{verdict:?} is the first line of {report}");
    serde_json::from_str::<serde_json::Value>(kept.get(3)).expect("json");
}

#[test]
fn a_compliance_report_names_the_hash_that_the_audit_holds() {
    let database = Server::shared().database("reports_compliance");
    let mut client = database.superuser();
    client.value::<String>("select copilot.health_report()");
    let text: String = client.value("select copilot.compliance_report('hipaa')");
    let kept = client
        .query_one("select id, hash, report->>'framework', report ? 'report_hash' from copilot.reports where kind = 'compliance_report'", &[])
        .expect("one report");
    let (id, hash): (i64, &str) = (kept.get(0), kept.get(1));
    assert_eq!((kept.get::<_, &str>(2), kept.get::<_, bool>(3)), ("hipaa", false));
    assert!(hash.len() == 64 && text.contains(hash) && text.contains(&format!("copilot.evidence({id})")), "{text}");
    // As docs/compliance.md says.
    let in_chain: String = client.value(&format!(
        "select canonical::jsonb #>> '{{texts,report}}' from copilot_audit.entry where call = {id} and kind = 'close'"
    ));
    assert_eq!(hash, in_chain);
    let others: Vec<String> = client.values("select kind from copilot.reports where hash is not null order by id");
    assert_eq!(others, ["health_report", "compliance_report"]);
    database.chain_holds();

    // In a transaction whose snapshot is older, the text says where the hash is found.
    client.run("begin isolation level repeatable read; select 1");
    let older: String = client.value("select copilot.compliance_report('gdpr')");
    client.run("commit");
    assert!(older.contains("SELECT hash FROM copilot.reports"), "{older}");
}

#[test]
fn a_reader_sees_the_own_reports_and_an_auditor_all() {
    let database = Server::shared().database("reports_readers");
    database.user("reports_ann", &["copilot_reader"]);
    database.user("reports_bob", &["copilot_reader"]);
    database.user("reports_eve", &["copilot_auditor"]);
    for user in ["reports_ann", "reports_bob"] {
        database.connect_as(user).value::<String>("select copilot.health_report()");
    }
    let authors = "select author from copilot.reports order by author";
    assert_eq!(database.connect_as("reports_ann").values::<String>(authors), ["reports_ann"]);
    assert_eq!(database.connect_as("reports_eve").values::<String>(authors), ["reports_ann", "reports_bob"]);
    for statement in [
        "delete from copilot._reports",
        "insert into copilot._reports (id, at, author, verdict, report) select id, at, author, verdict, report from copilot.reports",
        "delete from copilot.reports",
    ] {
        let refusal = database.connect_as("reports_ann").refused(statement);
        assert!(["42501", "55000"].contains(&refusal.sqlstate.as_str()), "{refusal:?}");
    }
}

#[test]
fn a_report_with_a_thousand_findings_is_kept_whole() {
    let database = Server::shared().database("reports_long");
    let mut client = database.superuser();
    client.run(
        "do $$ begin
           for n in 1..1000 loop
             execute format('create sequence public.%I as smallint', repeat('long name ', 5) || n);
             perform setval(format('public.%I', repeat('long name ', 5) || n), 32500);
           end loop;
         end $$",
    );
    let findings: i64 =
        client.value("select count(*) from copilot.findings() where check_name = 'sequence_exhaustion'");
    assert_eq!(findings, 1000);
    let report: String = client.value("select copilot.health_report('json')");
    let kept: i64 = client.value("select jsonb_array_length(report -> 'findings')::bigint from copilot.reports");
    assert!(kept >= 1000, "{kept} findings in {} bytes", report.len());
    let pieces: i64 = client.value("select count(*) from copilot.evidence((select id from copilot.reports))");
    assert!(pieces >= 1000, "{pieces}");
    database.chain_holds();
}

#[test]
fn a_report_about_a_healthy_shop_has_no_finding_of_medium_or_more() {
    let server = Server::own(&[("fsync", "on")]);
    let database = server.empty_database("shop", "");
    let healthy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/healthy.sql");
    // Not as the servers' user, who may not be able to read the tree.
    let reachable = server.program("psql");
    let mut psql = Command::new(server.path_of("psql"));
    psql.envs(reachable.get_envs().filter_map(|(name, value)| Some((name, value?))));
    run(psql
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=scale=0.02", "--dbname=shop", "--file"])
        .arg(healthy));
    let mut client = database.superuser();
    client.run("create extension pg_stat_statements; create extension copilot_ext; analyze");

    // What is told is of this server's own settings and rules, and of low severity; of the shop nothing is.
    let found: Vec<String> = client.values(
        "select format('%s %s', f.check_id, f.object) from copilot.findings() f
          where f.severity not in ('info', 'low') or f.object_kind not in ('setting', 'rule')",
    );
    assert_eq!(found, Vec::<String>::new());
}

/// State, object and the two severities of what `health_diff()` says of indexes.
const CHANGES: &str = "select format('%s %s %s %s', state, object, severity_before, severity_now)
                         from copilot.health_diff() where check_name = 'invalid_index' order by 1";

#[test]
fn a_diff_tells_new_from_gone_and_neither_from_not_seen() {
    let database = Server::shared().database("reports_diff");
    let mut client = database.superuser();
    assert_eq!(client.refused("select * from copilot.health_diff()").sqlstate, "02000");
    client.run("create table public.t (a int); create index broken on public.t (a)");
    client.value::<String>("select copilot.health_report()");
    assert_eq!(client.values::<String>(CHANGES), Vec::<String>::new());

    client.run("update pg_index set indisvalid = false where indexrelid = 'public.broken'::regclass");
    assert_eq!(client.values::<String>(CHANGES), ["new public.broken  high"]);
    client.value::<String>("select copilot.health_report()");
    assert_eq!(client.values::<String>(CHANGES), Vec::<String>::new(), "it is as it was");

    client.run("revoke select on pg_catalog.pg_index from public; drop index public.broken");
    database.user("reports_diff_bob", &["copilot_reader", "copilot_auditor"]);
    let blind = database.connect_as("reports_diff_bob").values::<String>(CHANGES);
    assert_eq!(blind, ["not seen public.broken high "], "who cannot look does not say that it is gone");
    assert_eq!(client.values::<String>(CHANGES), ["gone public.broken high "]);

    let first: String = client.value("select at::text from copilot.reports order by id limit 1");
    let since_first = format!("select count(*) from copilot.health_diff('{first}') where check_name = 'invalid_index'");
    assert_eq!(client.value::<i64>(&since_first), 0, "it was not there then, and is not now");
    assert_eq!(client.refused("select * from copilot.health_diff('2001-01-01')").sqlstate, "02000");

    database.user("reports_diff_ann", &["copilot_reader"]);
    let refusal = database.connect_as("reports_diff_ann").refused("select * from copilot.health_diff()");
    assert_eq!(refusal.sqlstate, "02000", "the reports of others are none of hers");
}
