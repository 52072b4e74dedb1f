//! What docs/metrics.md hands out: collectors and a dashboard whose every query runs on this server.

use copilot_client_tests::{Server, Story};
use std::collections::BTreeSet;
use std::path::Path;
use yaml_rust2::{Yaml, YamlLoader};

fn doc(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    std::fs::read_to_string(root.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn yaml(path: &str) -> Yaml {
    let mut documents = YamlLoader::load_from_str(&doc(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    assert_eq!(documents.len(), 1, "{path}");
    documents.remove(0)
}

fn text(value: &Yaml) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value:?} is no text")).to_owned()
}

/// The columns of what a query gives.
fn columns(client: &mut postgres::Client, sql: &str) -> Vec<String> {
    let statement = client.prepare(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    client.query(&statement, &[]).unwrap_or_else(|e| panic!("{sql}: {e}"));
    statement.columns().iter().map(|column| column.name().to_owned()).collect()
}

#[test]
fn every_query_of_the_collectors_runs_and_gives_its_labels() {
    let database = Server::shared().database("metrics_collectors");
    let mut client = database.superuser();
    client.value::<String>("select copilot.health_report()");
    let shown: BTreeSet<String> = client.values("select distinct name from copilot.metrics").into_iter().collect();
    assert!(shown.len() > 10, "{shown:?}");

    let collector = yaml("exporters/sql_exporter.collector.yml");
    let mut collected = BTreeSet::new();
    for metric in collector["metrics"].as_vec().expect("metrics") {
        let labels = metric["key_labels"].as_vec().cloned().unwrap_or_default();
        let mut expected: Vec<String> = labels.iter().map(text).collect();
        expected.extend(metric["values"].as_vec().expect("values").iter().map(text));
        assert_eq!(columns(&mut client, &text(&metric["query"])), expected);
        let name = text(&metric["metric_name"]);
        let kind: Option<String> = client
            .query_opt("select kind from copilot.metrics where name = $1 limit 1", &[&name])
            .expect("kind")
            .map(|row| row.get(0));
        assert!(kind.is_none_or(|kind| kind == text(&metric["type"])), "{name}");
        collected.insert(name);
    }
    assert_eq!(shown.difference(&collected).count(), 0, "a metric is in no collector: {shown:?}");

    let pgwatch = yaml("exporters/pgwatch.metrics.yaml");
    let metrics = pgwatch["metrics"].as_hash().expect("metrics");
    let preset = pgwatch["presets"]["copilot"]["metrics"].as_hash().expect("preset");
    let names: BTreeSet<String> = metrics.keys().map(text).collect();
    assert_eq!((&names, preset.keys().map(text).collect()), (&collected, collected.clone()));
    for metric in metrics.values() {
        let given = columns(&mut client, &text(&metric["sqls"][15]));
        assert_eq!((given[0].as_str(), given[given.len() - 1].as_str()), ("epoch_ns", "value"));
        assert!(given[1..given.len() - 1].iter().all(|column| column.starts_with("tag_")), "{given:?}");
    }
}

#[test]
fn every_query_of_the_dashboard_runs() {
    let database = Server::shared().database("metrics_dashboard");
    let mut client = database.superuser();
    client.value::<String>("select copilot.health_report()");
    let dashboard: serde_json::Value = serde_json::from_str(&doc("grafana/copilot.json")).expect("JSON");
    let mut queries = 0;
    for panel in dashboard["panels"].as_array().expect("panels") {
        for target in panel["targets"].as_array().expect("targets") {
            let given = columns(&mut client, target["rawSql"].as_str().expect("rawSql"));
            assert!(!given.is_empty(), "{panel}");
            queries += 1;
        }
    }
    assert!(queries >= 10, "{queries}");
}
