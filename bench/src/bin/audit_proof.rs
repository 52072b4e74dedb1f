//! How fast a long audit chain is proved, by the server and off-line from its dump, next to named references over the
//! same rows in the same run. Writes `target/bench/audit_proof.json`. The server is that of PGHOST, PGPORT and PGUSER;
//! `COPILOT_VERIFY_AUDIT` and `COPILOT_PG_DUMP` name the two programs.

#![allow(clippy::disallowed_methods, reason = "measuring reads the clock, and the server's place from the environment")]

use copilot_client_tests::history::Pen;
use postgres::{Client, NoTls};
use serde_json::{json, Value};
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const DATABASE: &str = "copilot_bench_proof";
/// Two entries and four texts each.
const CALLS: usize = 150_000;
const CALLS_EACH: usize = 10_000;
const RUNS: usize = 3;
const EVIDENCE_BYTES: usize = 1_000;

const COUNTED: &str = "select (select count(*) + sum(length(canonical)) from copilot_audit.entry),
    (select sum(length(body)) from copilot_audit.text)";
const HASHED: &str = "select (select count(sha256(link || convert_to(canonical, 'UTF8'))) from copilot_audit.entry),
    (select count(sha256(salt || convert_to(body, 'UTF8'))) from copilot_audit.text)";

fn told(name: &str) -> Result<String> {
    std::env::var(name).map_err(|_| format!("{name} is not set: run scripts/bench.sh").into())
}

fn connect(database: &str) -> Result<Client> {
    let mut config = postgres::Config::new();
    config.host_path(told("PGHOST")?).port(told("PGPORT")?.parse()?).user(&told("PGUSER")?).dbname(database);
    Ok(config.connect(NoTls)?)
}

fn median_seconds(mut work: impl FnMut() -> Result<()>) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let began = Instant::now();
        work()?;
        times.push(began.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times.get(RUNS / 2).copied().unwrap_or(f64::NAN))
}

/// A chain of many calls, made with the real key while the writer is away.
fn make_history(admin: &mut Client) -> Result<()> {
    admin.batch_execute(&format!("drop database if exists {DATABASE} with (force)"))?;
    admin.batch_execute(&format!("create database {DATABASE}"))?;
    let mut client = connect(DATABASE)?;
    client.batch_execute("create extension copilot_ext")?;
    client.batch_execute("select copilot.explain_check('unused_index')")?;
    let writer = "select from pg_stat_activity where backend_type = 'copilot audit writer' and datname = $1";
    while !admin.query(writer, &[&DATABASE])?.is_empty() {
        std::thread::sleep(Duration::from_millis(50));
    }
    let data: String = client.query_one("show data_directory", &[])?.get(0);
    let key_file = std::fs::read_to_string(Path::new(&data).join("copilot_audit.key"))?;
    let mut pen = Pen::going_on(&mut client, &key_file);
    let now: i64 = client.query_one("select (extract(epoch from now()) * 1000000)::bigint", &[])?.get(0);
    let evidence = format!("[{{\"id\":\"e1\",\"value\":\"{}\"}}]", "12 rows of 31; ".repeat(EVIDENCE_BYTES / 15));
    for n in 0..CALLS {
        pen.call(now + 2_000 * n as i64, "why is the database slow since this morning?", &evidence);
        if (n + 1) % CALLS_EACH == 0 {
            pen.put(&mut client);
        }
    }
    ["vacuum analyze copilot_audit.entry", "vacuum analyze copilot_audit.text", "checkpoint"]
        .iter()
        .try_for_each(|sql| client.batch_execute(sql))?;
    Ok(())
}

fn verify(client: &mut Client) -> Result<i64> {
    let row = client.query_one("select holds, rows, reason from copilot.verify_audit()", &[])?;
    match row.get(0) {
        true => Ok(row.get(1)),
        false => Err(format!("the chain does not hold: {:?}", row.get::<_, Option<String>>(2)).into()),
    }
}

/// Private memory of a backend in bytes (Linux).
fn memory_bytes(pid: i32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find(|l| l.starts_with("RssAnon:")).ok_or("no RssAnon in /proc")?;
    let kb: f64 = line.split_whitespace().nth(1).ok_or("no number behind RssAnon")?.parse()?;
    Ok(kb * 1_024.0)
}

/// The most that a verification adds to its backend.
fn memory_peak() -> Result<f64> {
    let mut client = connect(DATABASE)?;
    let pid: i32 = client.query_one("select pg_backend_pid()", &[])?.get(0);
    let before = memory_bytes(pid)?;
    let call = std::thread::spawn(move || verify(&mut client).map(|_| client));
    let mut peak = before;
    while !call.is_finished() {
        // The backend is gone with its client at the end.
        peak = memory_bytes(pid).unwrap_or(peak).max(peak);
        std::thread::sleep(Duration::from_millis(5));
    }
    call.join().map_err(|_| "the client thread died")??;
    Ok(peak - before)
}

/// From the request to cancel to the error at the client, half a second into the work.
fn cancel_ms(admin: &mut Client) -> Result<f64> {
    let mut client = connect(DATABASE)?;
    let pid: i32 = client.query_one("select pg_backend_pid()", &[])?.get(0);
    let call = std::thread::spawn(move || (verify(&mut client).is_err(), Instant::now()));
    std::thread::sleep(Duration::from_millis(500));
    let asked = Instant::now();
    admin.query("select pg_cancel_backend($1)", &[&pid])?;
    let (failed, at) = call.join().map_err(|_| "the client thread died")?;
    match failed {
        true => Ok((at - asked).as_secs_f64() * 1_000.0),
        false => Err("the call had ended before it was cancelled".into()),
    }
}

fn quietly(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

fn offline(client: &mut Client, rows: i64) -> Result<Value> {
    let dump = std::env::temp_dir().join(format!("copilot_bench_{}.sql", std::process::id()));
    let data: String = client.query_one("show data_directory", &[])?.get(0);
    let key = Path::new(&data).join("copilot_audit.key");
    quietly(Command::new(told("COPILOT_PG_DUMP")?).arg("--dbname").arg(DATABASE).arg("--file").arg(&dump))?;
    let program = told("COPILOT_VERIFY_AUDIT")?;
    let verified = median_seconds(|| quietly(Command::new(&program).arg("--key").arg(&key).arg(&dump)));
    let summed = median_seconds(|| quietly(Command::new("sha256sum").arg(&dump)));
    let bytes = std::fs::metadata(&dump)?.len();
    std::fs::remove_file(&dump)?;
    let (verified, summed) = (verified?, summed?);
    Ok(json!({
        "dump_bytes": bytes, "seconds": verified, "rows_per_second": (rows as f64 / verified).round(),
        "sha256sum_seconds": summed, "ratio_to_sha256sum": verified / summed,
    }))
}

fn measured(admin: &mut Client) -> Result<Value> {
    make_history(admin)?;
    let mut client = connect(DATABASE)?;
    let texts: i64 = client.query_one("select count(*) from copilot_audit.text", &[])?.get(0);
    let rows = verify(&mut client)?;
    let verified = median_seconds(|| verify(&mut client).map(|_| ()))?;
    let mut sql = |text: &str| median_seconds(|| client.simple_query(text).map(|_| ()).map_err(Into::into));
    let (counted, hashed) = (sql(COUNTED)?, sql(HASHED)?);
    Ok(json!({
        "what": "copilot.verify_audit() and the off-line program, against SQL over the same rows, same server, same run",
        "rows": rows, "texts": texts,
        "verify": {
            "seconds": verified, "rows_per_second": (rows as f64 / verified).round(),
            "count_and_length_seconds": counted, "ratio_to_count_and_length": verified / counted,
            "sha256_seconds": hashed, "ratio_to_sha256": verified / hashed,
            "memory_peak_bytes": memory_peak()?, "cancel_ms": cancel_ms(admin)?,
        },
        "offline": offline(&mut client, rows)?,
    }))
}

fn main() -> Result<()> {
    let mut admin = connect("postgres")?;
    let result = measured(&mut admin);
    admin.batch_execute(&format!("drop database if exists {DATABASE} with (force)"))?;
    let text = serde_json::to_string_pretty(&result?)?;
    std::fs::create_dir_all("target/bench")?;
    println!("audit_proof: {text}");
    std::fs::write("target/bench/audit_proof.json", text + "\n")?;
    Ok(())
}
