//! How fast a cancel ends a call that waits for a model's server, in each phase that can stand still, beside a cancel of
//! `pg_sleep`; and what asking a model costs beside not asking one. Writes `target/bench/http.json`.

#![allow(clippy::disallowed_methods, reason = "measuring reads the clock, and the server's place from the environment")]

use copilot_peer::{reply, Certificate, FullPort, Manner, Peer, SilentNameServer};
use postgres::{Client, NoTls};
use serde_json::{json, Map, Value};
use std::error::Error;
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const CANCELS: usize = 120;
const CALLS: usize = 100;
const QUESTION: &str = "select copilot.ask('how many connections are there?')";
/// `scripts/bench.sh` tells the server so, where it can.
const NAME_SERVER: &str = "127.19.53.1";

fn connect() -> Result<Client> {
    let var = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set: eval \"$(make env)\""));
    let mut config = postgres::Config::new();
    config.host_path(var("PGHOST")?).port(var("PGPORT")?.parse()?).user(&var("PGUSER")?).dbname(&var("PGDATABASE")?);
    Ok(config.connect(NoTls)?)
}

fn session(url: &str) -> Result<Client> {
    let mut client = connect()?;
    client.batch_execute(&format!(
        "set copilot.llm_url = '{url}'; set copilot.llm_timeout = '60s'; set copilot.llm_allowed_hosts = '127.0.0.1'"
    ))?;
    Ok(client)
}

/// Runs the statement, cancels it once it stands still, and measures from the cancel to its error.
fn cancel_ms(mut client: Client, sql: &'static str, stands_still: impl Fn() -> bool, number: usize) -> Result<f64> {
    let pid: i32 = client.query_one("select pg_backend_pid()", &[])?.get(0);
    let mut other = connect()?;
    let call = std::thread::spawn(move || {
        let outcome = client.batch_execute(sql);
        (outcome, Instant::now())
    });
    let begun = Instant::now();
    while !stands_still() {
        if begun.elapsed() > Duration::from_secs(10) {
            return Err(format!("{sql} does not stand still").into());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    // At every point of a tick.
    std::thread::sleep(Duration::from_millis(40 + (number as u64 * 7) % 29));
    let cancelled = Instant::now();
    other.query_one("select pg_cancel_backend($1)", &[&pid])?;
    let (outcome, ended) = call.join().map_err(|_| "the caller's thread died")?;
    let error = outcome.err().ok_or("a call that should have been cancelled was answered")?;
    match error.code().map(|code| code.code()) {
        Some("57014") => Ok(ended.duration_since(cancelled).as_secs_f64() * 1_000.0),
        other => Err(format!("{error}: {other:?}").into()),
    }
}

fn summary(mut times: Vec<f64>, reference: Option<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    let at = |p: f64| times.get(((times.len() as f64 - 1.0) * p).round() as usize).copied().unwrap_or(f64::NAN);
    let mut out = json!({"cancels": times.len(), "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1.0)});
    if let (Some(reference), Some(out)) = (reference, out.as_object_mut()) {
        out.insert("p50_to_reference_ratio".into(), json!(at(0.5) / reference));
    }
    out
}

fn phase(url: &str, stood_still: impl Fn() -> usize, reference: f64) -> Result<Value> {
    let one = |number| {
        let before = stood_still();
        cancel_ms(session(url)?, QUESTION, || stood_still() > before, number)
    };
    Ok(summary((0..CANCELS).map(one).collect::<Result<_>>()?, Some(reference)))
}

fn cancels() -> Result<Map<String, Value>> {
    let asleep = (0..CANCELS).map(|number| cancel_ms(connect()?, "select pg_sleep(60)", || true, number));
    let asleep = summary(asleep.collect::<Result<_>>()?, None);
    let reference = asleep.get("p50_ms").and_then(Value::as_f64).unwrap_or(f64::NAN);
    let mut out = Map::new();
    out.insert("reference: pg_sleep".into(), asleep);
    match SilentNameServer::start(NAME_SERVER) {
        Ok(server) if std::env::var_os("COPILOT_RESOLV_CONF").is_some() => {
            let url = "https://llm.example.com/v1";
            out.insert("name resolution".into(), phase(url, || server.questions(), reference)?);
        }
        _ => {
            out.insert("name resolution".into(), "not measured: it takes root".into());
        }
    }
    let port = FullPort::open();
    let looks = std::cell::Cell::new(0);
    let later = || {
        std::thread::sleep(Duration::from_millis(25));
        looks.replace(looks.get() + 1)
    };
    out.insert("connect".into(), phase(&port.url(), later, reference)?);
    let tls = Peer::start_tls(Manner::Silent, &Certificate::of(&["127.0.0.1"]));
    out.insert("TLS".into(), phase(&tls.url().replace("http:", "https:"), || tls.connections(), reference)?);
    let whole = reply("200 OK", "", &[b' '; 1_000]);
    for (name, manner) in [
        ("first byte", Manner::Silent),
        ("head", Manner::SaysAndHolds(b"HTTP/1.1 200 OK\r\nserver: ha".to_vec())),
        ("body", Manner::SaysAndHolds(whole.split_at(whole.len() - 1).0.to_vec())),
        ("body, a byte each 10 ms", Manner::Trickles(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), Duration::from_millis(10))),
    ] {
        let peer = Peer::start(manner);
        out.insert(name.into(), phase(&peer.url(), || peer.requests().len(), reference)?);
    }
    Ok(out)
}

fn p50_ms(client: &mut Client) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..CALLS {
        let start = Instant::now();
        client.simple_query(QUESTION)?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    times.get(CALLS / 2).copied().ok_or_else(|| "no calls".into())
}

fn cost_of_asking() -> Result<Value> {
    let certificate = Certificate::of(&["127.0.0.1"]);
    let (plain, tls) = (Manner::Says(reply("200 OK", "", b"{}")), Manner::Says(reply("200 OK", "", b"{}")));
    let (plain, tls) = (Peer::start(plain), Peer::start_tls(tls, &certificate));
    let ca_file = std::env::temp_dir().join(format!("copilot_bench-{}.pem", std::process::id()));
    std::fs::write(&ca_file, certificate.pem())?;
    let without = p50_ms(&mut session("")?)?;
    let http = p50_ms(&mut session(&plain.url())?)?;
    let mut client = session(&tls.url().replace("http:", "https:"))?;
    client.batch_execute(&format!("set copilot.llm_ca_file = '{}'", ca_file.display()))?;
    let https = p50_ms(&mut client)?;
    std::fs::remove_file(&ca_file)?;
    Ok(json!({
        "what": "p50 of ask() with a peer on loopback that answers {} at once, beside ask() without a model",
        "without_ms": without, "http_ms": http, "https_ms": https,
        "http_ratio": http / without, "https_ratio": https / without,
    }))
}

fn main() -> Result<()> {
    let result = json!({
        "what": "from pg_cancel_backend() to the client's error, while the model's server stands still in a phase",
        "cancels": cancels()?,
        "cost_of_asking": cost_of_asking()?,
    });
    std::fs::create_dir_all("target/bench")?;
    let text = serde_json::to_string_pretty(&result)?;
    println!("http: {text}");
    std::fs::write("target/bench/http.json", text + "\n")?;
    Ok(())
}
