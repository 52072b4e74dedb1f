//! What the gate costs and how well it holds: `run_sql()` beside the same queries as they are, `explain()` beside
//! EXPLAIN, over TPC-H's queries; the bombs of `tests/gate/attacks` against a limit of 200 ms and 256 MB; and what planning the
//! counted statements leaves in a session. On the server of PGHOST, PGPORT and PGUSER, in a database of its own. Writes
//! `target/bench/gate.json`.

#![allow(clippy::disallowed_methods, reason = "measuring reads the clock, and the server's place from the environment")]

use postgres::{Client, NoTls, SimpleQueryMessage};
use serde_json::{json, Value};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const DATABASE: &str = "copilot_bench_gate";
const RUNS: usize = 40;
/// Of every gated statement here, in milliseconds.
const LIMIT_MS: f64 = 200.0;
const MANY_CALLS: usize = 50;

fn connect(database: &str) -> Result<Client> {
    let var = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set: run scripts/bench.sh"));
    let mut config = postgres::Config::new();
    config.host_path(var("PGHOST")?).port(var("PGPORT")?.parse()?).user(&var("PGUSER")?).dbname(database);
    Ok(config.connect(NoTls)?)
}

/// A session of the analyst's, with a limit that only its superuser may set.
fn analyst() -> Result<Client> {
    let mut client = connect(DATABASE)?;
    client.batch_execute(&format!("set copilot.gate_timeout = '{LIMIT_MS}ms'"))?;
    client.batch_execute("set role bench_analyst; set search_path = tpch")?;
    Ok(client)
}

fn queries() -> Result<Vec<String>> {
    let text = std::fs::read_to_string("tests/gate/tpch/queries.sql")?;
    Ok(text.split("\n\n").map(|q| q.trim().trim_end_matches(';').to_owned()).collect())
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn at(sorted: &[f64], part: f64) -> f64 {
    sorted.get(((sorted.len() as f64 - 1.0) * part).round() as usize).copied().unwrap_or(f64::NAN)
}

fn milliseconds(client: &mut Client, sql: &str) -> Result<f64> {
    let began = Instant::now();
    client.simple_query(sql)?;
    Ok(began.elapsed().as_secs_f64() * 1_000.0)
}

/// The two statements in turn, so that a busy moment meets both; differences sorted, medians of each.
fn beside(client: &mut Client, measured: &str, reference: &str) -> Result<(Vec<f64>, f64, f64)> {
    milliseconds(client, measured)?;
    milliseconds(client, reference)?;
    let (mut ours, mut theirs, mut over) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (a, b) = (milliseconds(client, measured)?, milliseconds(client, reference)?);
        ours.push(a);
        theirs.push(b);
        over.push(a - b);
    }
    [&mut ours, &mut theirs, &mut over].into_iter().for_each(|times| times.sort_by(f64::total_cmp));
    Ok((over, at(&ours, 0.5), at(&theirs, 0.5)))
}

fn overhead(ours: impl Fn(&str) -> String, theirs: impl Fn(&str) -> String) -> Result<Value> {
    let mut client = analyst()?;
    let (mut all, mut ratios) = (Vec::new(), Vec::new());
    for query in queries()? {
        let (over, measured, reference) = beside(&mut client, &ours(&query), &theirs(&query))?;
        all.extend(over);
        ratios.push(measured / reference);
    }
    all.sort_by(f64::total_cmp);
    ratios.sort_by(f64::total_cmp);
    Ok(json!({
        "calls": all.len(), "over_p50_ms": at(&all, 0.5), "over_p95_ms": at(&all, 0.95), "over_p99_ms": at(&all, 0.99),
        "ratio_p50": at(&ratios, 0.5), "ratio_worst_query": at(&ratios, 1.0),
    }))
}

/// Peak and present memory of a backend in kB (Linux).
fn memory_kb(pid: i32, name: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|l| l.strip_prefix(name)).ok_or("no such line in /proc")?;
    Ok(line.trim_start_matches(':').trim().trim_end_matches("kB").trim().parse()?)
}

/// Cases marked as bombs that need nothing around them.
fn bombs() -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for file in std::fs::read_dir("tests/gate/attacks")? {
        let text = std::fs::read_to_string(file?.path())?;
        for case in text.split("\n----\n") {
            let (header, sql): (Vec<&str>, Vec<&str>) = case.lines().partition(|line| line.starts_with("-- "));
            let name = header.iter().find_map(|line| line.strip_prefix("-- name: "));
            if let (Some(name), true) = (name, header.contains(&"-- bomb")) {
                found.push((name.to_owned(), sql.join("\n")));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn explode() -> Result<Value> {
    let (mut slowest, mut largest, mut ended) = ((0.0, String::new()), (0.0, String::new()), 0);
    let bombs = bombs()?;
    for (name, sql) in &bombs {
        let mut client = analyst()?;
        let pid: i32 = client.query_one("select pg_backend_pid()", &[])?.get(0);
        client.batch_execute("select copilot.run_sql('select 1')")?;
        let base = memory_kb(pid, "VmHWM")?;
        let began = Instant::now();
        ended += usize::from(client.simple_query(&format!("select copilot.run_sql({})", quoted(sql))).is_err());
        let took = began.elapsed().as_secs_f64() * 1_000.0;
        let grown = memory_kb(pid, "VmHWM")? - base;
        if took > slowest.0 {
            slowest = (took, name.clone());
        }
        if grown > largest.0 {
            largest = (grown, name.clone());
        }
    }
    Ok(json!({
        "bombs": bombs.len(), "ended_or_refused": ended,
        "longest_ms": slowest.0, "longest_over_limit_ms": slowest.0 - LIMIT_MS, "longest": slowest.1,
        "most_memory_over_base_mb": largest.0 / 1_024.0, "largest": largest.1,
    }))
}

/// How a session grows by planning what was counted.
fn growth() -> Result<Value> {
    let mut client = connect(DATABASE)?;
    let pid: i32 = client.query_one("select pg_backend_pid()", &[])?.get(0);
    let call = "select (100 * sum(total_ms) filter (where plan_tree is not null) / sum(total_ms))::numeric(5, 1)::text
                  from copilot.explain_slow(100) where role = 'bench_analyst' and query like 'select to_jsonb(%'";
    client.batch_execute("select copilot.explain_check('unused_index')")?;
    let base = memory_kb(pid, "RssAnon")?;
    let mut planned = String::new();
    let mut grown = Vec::new();
    for _ in 0..MANY_CALLS {
        for message in client.simple_query(call)? {
            if let SimpleQueryMessage::Row(row) = message {
                planned = row.get(0).unwrap_or("none").to_owned();
            }
        }
        grown.push((memory_kb(pid, "RssAnon")? - base) / 1_024.0);
    }
    Ok(json!({"planned_percent_of_time": planned, "calls": MANY_CALLS,
        "grown_mb_after_first": grown.first(), "grown_mb_after_ten": grown.get(9), "grown_mb_after_all": grown.last()}))
}

fn main() -> Result<()> {
    let mut admin = connect("postgres")?;
    admin.batch_execute(&format!("drop database if exists {DATABASE} with (force)"))?;
    admin.batch_execute("drop role if exists bench_analyst")?;
    admin.batch_execute(&format!("create database {DATABASE}"))?;
    let mut owner = connect(DATABASE)?;
    owner.batch_execute("create extension pg_stat_statements; create extension copilot_ext")?;
    owner.batch_execute(&std::fs::read_to_string("tests/gate/tpch/schema.sql")?)?;
    owner.batch_execute(
        "create role bench_analyst; grant copilot_reader, pg_read_all_data to bench_analyst;
         alter role bench_analyst set search_path = tpch",
    )?;
    let run =
        overhead(|q| format!("select copilot.run_sql({})", quoted(q)), |q| format!("select to_jsonb(t) from ({q}) t"))?;
    let explain = overhead(|q| format!("select copilot.explain({})", quoted(q)), |q| format!("explain {q}"))?;
    let result = json!({
        "what": "the gate over TPC-H's 22 queries on some hundred rows, an audited call each, beside the same without it; bombs; planning of counted statements",
        "run_sql_beside_the_query": run, "explain_beside_EXPLAIN": explain, "bombs": explode()?, "planning": growth()?,
    });
    let text = serde_json::to_string_pretty(&result)?;
    println!("{text}");
    std::fs::create_dir_all("target/bench")?;
    std::fs::write(Path::new("target/bench/gate.json"), text + "\n")?;
    drop(owner);
    admin.batch_execute(&format!("drop database {DATABASE} with (force)"))?;
    Ok(admin.batch_execute("drop role bench_analyst")?)
}
