//! What the audit, a report and an answer cost on the server of PGHOST, PGPORT, PGUSER and PGDATABASE, each as a ratio
//! to a named reference measured in the same run. Writes `target/bench/audit.json` and `target/bench/calls.json`.

#![allow(clippy::disallowed_methods, reason = "measuring reads the clock, and the server's place from the environment")]

use postgres::{Client, NoTls};
use serde_json::{json, Value};
use std::error::Error;
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const CALLS: usize = 400;
const CALLS_EACH: usize = 150;

/// An audited call that reads no facts: what it costs beyond its work is two entries of the audit.
const AUDITED: &str = "select copilot.explain_check('connection_saturation')";
/// The same two durable commits without a chain.
const PLAIN: &str = "insert into bench_plain (at, body) values (now(), repeat('x', 300))";
/// The catalogs that a report reads, counted.
const CATALOGS: &str = "select (select count(*) from pg_catalog.pg_class), (select count(*) from pg_catalog.pg_index),
    (select count(*) from pg_catalog.pg_constraint), (select count(*) from pg_catalog.pg_sequence),
    (select count(*) from pg_catalog.pg_stat_all_tables), (select count(*) from pg_catalog.pg_stat_activity),
    (select count(*) from pg_catalog.pg_locks), (select count(*) from pg_catalog.pg_settings)";

fn connect() -> Result<Client> {
    let var = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set: eval \"$(make env)\""));
    let mut config = postgres::Config::new();
    config.host_path(var("PGHOST")?).port(var("PGPORT")?.parse()?).user(&var("PGUSER")?).dbname(&var("PGDATABASE")?);
    Ok(config.connect(NoTls)?)
}

fn times_ms(client: &mut Client, sql: &str, calls: usize) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(calls);
    for _ in 0..calls {
        let start = Instant::now();
        client.simple_query(sql)?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn percentile(sorted: &[f64], p: f64) -> f64 {
    let at = ((sorted.len() as f64 - 1.0) * p).round() as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

fn per_second(clients: usize, sql: &'static str, per_call: usize) -> Result<f64> {
    let start = Instant::now();
    let threads: Vec<_> = (0..clients)
        .map(|_| std::thread::spawn(move || times_ms(&mut connect()?, sql, CALLS_EACH).map(|_| ())))
        .collect();
    for thread in threads {
        thread.join().map_err(|_| "a client thread died")??;
    }
    Ok((clients * CALLS_EACH * per_call) as f64 / start.elapsed().as_secs_f64())
}

/// Private memory of a backend in bytes (Linux).
fn memory_bytes(pid: i32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find(|l| l.starts_with("RssAnon:")).ok_or("no RssAnon in /proc")?;
    let kb: f64 = line.split_whitespace().nth(1).ok_or("no number behind RssAnon")?.parse()?;
    Ok(kb * 1_024.0)
}

/// Median time, and growth of the backend over its first call, in a session of its own.
fn cost(sql: &str) -> Result<(f64, f64)> {
    let mut client = connect()?;
    let pid: i32 = client.query_one("select pg_catalog.pg_backend_pid()", &[])?.get(0);
    let before = memory_bytes(pid)?;
    client.simple_query(sql)?;
    let grown = memory_bytes(pid)? - before;
    Ok((percentile(&times_ms(&mut client, sql, 15)?, 0.5), grown))
}

fn audit(client: &mut Client) -> Result<Value> {
    client.batch_execute(
        "drop table if exists bench_plain;
        create table bench_plain (id bigserial primary key, at timestamptz, body text)",
    )?;
    times_ms(client, AUDITED, 20)?;
    let call = times_ms(client, AUDITED, CALLS)?;
    let plain = times_ms(client, PLAIN, CALLS)?;
    let mut rates = serde_json::Map::new();
    for clients in [1, 8] {
        let (audited, inserted) = (per_second(clients, AUDITED, 2)?, per_second(clients, PLAIN, 1)?);
        rates.insert(
            format!("{clients}_clients"),
            json!({"entries_per_second": audited.round(), "plain_inserts_per_second": inserted.round(), "ratio": audited / inserted}),
        );
    }
    let verify = Instant::now();
    let row = client.query_one("select rows, holds from copilot.verify_audit()", &[])?;
    let verified = row.get::<_, i64>(0) as f64 / verify.elapsed().as_secs_f64();
    if !row.get::<_, bool>(1) {
        return Err("the chain does not hold".into());
    }
    client.batch_execute("drop table bench_plain")?;
    Ok(json!({
        "what": "an audited call (two durable entries) against one plain INSERT committed, same server, same run",
        "call_p50_ms": percentile(&call, 0.5), "call_p95_ms": percentile(&call, 0.95),
        "append_p50_ms": percentile(&call, 0.5) / 2.0, "append_p95_ms": percentile(&call, 0.95) / 2.0,
        "plain_insert_p50_ms": percentile(&plain, 0.5), "plain_insert_p95_ms": percentile(&plain, 0.95),
        "append_to_insert_p50_ratio": percentile(&call, 0.5) / 2.0 / percentile(&plain, 0.5),
        "rates": rates,
        "verified_rows_per_second": verified.round(),
    }))
}

fn calls(client: &mut Client) -> Result<Value> {
    let relations: i64 = client.query_one("select count(*) from pg_catalog.pg_class", &[])?.get(0);
    let (reference_ms, reference_bytes) = cost(CATALOGS)?;
    let mut out = serde_json::Map::new();
    for (name, sql) in [
        ("health_report", "select copilot.health_report()"),
        ("ask", "select copilot.ask('why is it slow since this morning?')"),
    ] {
        let (ms, bytes) = cost(sql)?;
        out.insert(
            name.into(),
            json!({"p50_ms": ms, "grown_bytes": bytes, "time_ratio": ms / reference_ms, "memory_ratio": bytes / reference_bytes}),
        );
    }
    Ok(json!({
        "what": "against select count(*) over the same catalogs and views, each in a fresh session",
        "relations_in_catalog": relations,
        "reference": {"p50_ms": reference_ms, "grown_bytes": reference_bytes},
        "calls": out,
    }))
}

fn main() -> Result<()> {
    let mut client = connect()?;
    std::fs::create_dir_all("target/bench")?;
    for (name, result) in [("audit", audit(&mut client)?), ("calls", calls(&mut client)?)] {
        let text = serde_json::to_string_pretty(&result)?;
        println!("{name}: {text}");
        std::fs::write(format!("target/bench/{name}.json"), text + "\n")?;
    }
    Ok(())
}
