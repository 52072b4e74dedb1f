//! What an audit entry costs with and without preload, at 1, 8 and 64 callers at once, next to a plain INSERT with its
//! commit on the same server in the same run. Starts servers of its own, with fsync. Writes
//! `target/bench/audit_append.json`.

#![allow(clippy::disallowed_methods, reason = "measuring reads the clock")]

use copilot_client_tests::{Database, Server};
use serde_json::{json, Map, Value};
use std::error::Error;
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// An audited call that reads no facts: two entries and nothing else.
const AUDITED: &str = "select copilot.explain_check('connection_saturation')";
/// The same amount of text in a row of its own.
const PLAIN: &str = "insert into bench_plain (at, body) values (now(), repeat('x', 300))";
const ENTRIES_EACH_CALL: f64 = 2.0;
/// In sum over all callers.
const CALLS: usize = 3_200;
const CALLS_WITHOUT_PRELOAD: usize = 640;
const CALLERS: [usize; 3] = [1, 8, 64];

struct Times {
    sorted_ms: Vec<f64>,
    seconds: f64,
}

impl Times {
    fn at(&self, part: f64) -> f64 {
        let at = ((self.sorted_ms.len() as f64 - 1.0) * part).round() as usize;
        self.sorted_ms.get(at).copied().unwrap_or(f64::NAN)
    }

    fn per_second(&self) -> f64 {
        self.sorted_ms.len() as f64 / self.seconds
    }
}

fn one_caller(database: &Database, sql: &str, calls: usize) -> Result<Vec<f64>> {
    let mut client = database.superuser();
    client.batch_execute("set copilot.audit_timeout = '60s'")?;
    let mut times = Vec::with_capacity(calls);
    for _ in 0..calls {
        let start = Instant::now();
        client.simple_query(sql)?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(times)
}

fn measure(database: &Database, sql: &str, callers: usize, calls: usize) -> Result<Times> {
    let start = Instant::now();
    let times: Result<Vec<Vec<f64>>> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..callers).map(|_| scope.spawn(|| one_caller(database, sql, calls / callers))).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| "a caller's thread died")?).collect()
    });
    let mut sorted_ms = times?.concat();
    let seconds = start.elapsed().as_secs_f64();
    sorted_ms.sort_by(f64::total_cmp);
    Ok(Times { sorted_ms, seconds })
}

fn server(libraries: &str, calls: usize) -> Result<Value> {
    let server = Server::own(&[
        ("fsync", "on"),
        ("shared_preload_libraries", libraries),
        ("max_connections", "100"),
        ("max_worker_processes", "16"),
    ]);
    let database = server.database("bench");
    database
        .superuser()
        .batch_execute("create table bench_plain (id bigserial primary key, at timestamptz, body text)")?;
    one_caller(&database, AUDITED, 20)?;
    let mut figures = Map::new();
    for callers in CALLERS {
        let plain = measure(&database, PLAIN, callers, CALLS)?;
        let audited = measure(&database, AUDITED, callers, calls)?;
        let rows_per_second = audited.per_second() * ENTRIES_EACH_CALL;
        figures.insert(
            format!("{callers}_callers"),
            json!({
                "append_p50_ms": audited.at(0.5) / ENTRIES_EACH_CALL,
                "append_p95_ms": audited.at(0.95) / ENTRIES_EACH_CALL,
                "rows_per_second": rows_per_second.round(),
                "plain_insert_p50_ms": plain.at(0.5),
                "plain_insert_p95_ms": plain.at(0.95),
                "plain_inserts_per_second": plain.per_second().round(),
                "append_to_insert_p50_ratio": audited.at(0.5) / ENTRIES_EACH_CALL / plain.at(0.5),
                "rows_to_inserts_ratio": rows_per_second / plain.per_second(),
            }),
        );
    }
    database.chain_holds();
    Ok(figures.into())
}

fn main() -> Result<()> {
    let result = json!({
        "what": "half of an audited call (two durable entries, no facts) against one plain INSERT committed, fsync on",
        "preloaded": server("copilot_ext", CALLS)?,
        "without_preload": server("", CALLS_WITHOUT_PRELOAD)?,
    });
    let text = serde_json::to_string_pretty(&result)?;
    println!("{text}");
    std::fs::create_dir_all("target/bench")?;
    Ok(std::fs::write("target/bench/audit_append.json", text + "\n")?)
}
