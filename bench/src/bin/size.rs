//! What each family of facts, a report and an answer cost in catalogs of different sizes: the databases of PGHOST named
//! on the command line, each made by `bench/sql/catalog.sql`. CPU is the backend's own, by the kernel's scheduler
//! (`/proc/<pid>/schedstat`); memory is what the backend's anonymous pages grew by over its first call. Each stands
//! beside two named references of the same run. Writes `target/bench/size.json`.

#![allow(clippy::disallowed_methods, reason = "measuring reads the clock, and the server's place from the environment")]

use copilot_core::evidence::Family;
use postgres::{Client, NoTls, SimpleQueryMessage};
use serde_json::{json, Map, Value};
use std::error::Error;
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const RUNS: usize = 7;
/// No family may take more at 10,000 tables.
const FAMILY_CPU_MS: f64 = 100.0;

/// What monitoring tools ask to list tables by size.
const SIZES: &str = "select n.nspname, c.relname, pg_catalog.pg_total_relation_size(c.oid) as bytes
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 3 desc";
/// The catalogs that a report reads, counted.
const CATALOGS: &str = "select (select count(*) from pg_catalog.pg_class), (select count(*) from pg_catalog.pg_index),
    (select count(*) from pg_catalog.pg_constraint), (select count(*) from pg_catalog.pg_attribute),
    (select count(*) from pg_catalog.pg_stat_all_tables)";

fn connect(database: &str) -> Result<Client> {
    let var = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set: eval \"$(make env)\""));
    let mut config = postgres::Config::new();
    config.host_path(var("PGHOST")?).port(var("PGPORT")?.parse()?).user(&var("PGUSER")?).dbname(database);
    Ok(config.connect(NoTls)?)
}

/// A backend of its own, watched from outside.
struct Backend {
    client: Client,
    pid: i32,
}

/// What one statement cost its backend.
struct Cost {
    rows: usize,
    first_cpu_ms: f64,
    cpu_ms: f64,
    elapsed_ms: f64,
    grown_bytes: f64,
}

impl Cost {
    fn json(&self) -> Value {
        json!({
            "rows": self.rows, "first_cpu_ms": rounded(self.first_cpu_ms), "cpu_ms": rounded(self.cpu_ms),
            "elapsed_ms": rounded(self.elapsed_ms), "grown_mb": rounded(self.grown_bytes / 1_048_576.0),
        })
    }
}

fn rounded(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

impl Backend {
    fn new(database: &str) -> Result<Self> {
        let mut client = connect(database)?;
        let pid = client.query_one("select pg_catalog.pg_backend_pid()", &[])?.get(0);
        // as a probe runs: src/pg/read.rs
        client.batch_execute(
            "set jit = off; set max_parallel_workers_per_gather = 0; set search_path = pg_catalog, pg_temp",
        )?;
        Ok(Backend { client, pid })
    }

    fn cpu_ms(&self) -> Result<f64> {
        let schedstat = std::fs::read_to_string(format!("/proc/{}/schedstat", self.pid))?;
        let nanoseconds: f64 = schedstat.split_whitespace().next().ok_or("no schedstat")?.parse()?;
        Ok(nanoseconds / 1e6)
    }

    fn memory_bytes(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let line = status.lines().find(|l| l.starts_with("RssAnon:")).ok_or("no RssAnon in /proc")?;
        let kb: f64 = line.split_whitespace().nth(1).ok_or("no number behind RssAnon")?.parse()?;
        Ok(kb * 1_024.0)
    }

    /// The first run with cold caches by itself, then the median of the others.
    fn cost(mut self, sql: &str) -> Result<Cost> {
        let base = self.memory_bytes()?;
        let mut cpu = Vec::new();
        let mut elapsed = Vec::new();
        let mut rows = 0;
        let mut grown_bytes = 0.0;
        for run in 0..=RUNS {
            let (before, start) = (self.cpu_ms()?, Instant::now());
            let reply = self.client.simple_query(sql)?;
            elapsed.push(start.elapsed().as_secs_f64() * 1_000.0);
            cpu.push(self.cpu_ms()? - before);
            rows = reply.iter().filter(|m| matches!(m, SimpleQueryMessage::Row(_))).count();
            if run == 0 {
                grown_bytes = self.memory_bytes()? - base;
            }
        }
        let first_cpu_ms = cpu.remove(0);
        elapsed.remove(0);
        Ok(Cost { rows, first_cpu_ms, cpu_ms: median(cpu), elapsed_ms: median(elapsed), grown_bytes })
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// As `src/pg/read.rs` sends it.
fn probe(family: Family) -> String {
    let sql = family
        .sql()
        .replace("{pg_stat_statements_info}", "public.pg_stat_statements_info")
        .replace("{pg_stat_statements}", "public.pg_stat_statements");
    format!("select pg_catalog.row_to_json(t)::pg_catalog.text from ({sql}\n) t")
}

fn database(name: &str) -> Result<Value> {
    let mut families = Map::new();
    let mut over = Vec::new();
    for family in Family::ALL {
        let cost = Backend::new(name)?.cost(&probe(*family))?;
        if cost.cpu_ms > FAMILY_CPU_MS {
            over.push(family.stem());
        }
        families.insert(family.stem().into(), cost.json());
    }
    let (sizes, catalogs) = (Backend::new(name)?.cost(SIZES)?, Backend::new(name)?.cost(CATALOGS)?);
    let mut calls = Map::new();
    for (call, sql) in [
        ("health_report", "select copilot.health_report()"),
        ("ask", "select copilot.ask('why is it slow since this morning?')"),
        ("ask_for_disk", "select copilot.ask('what takes the most disk space?')"),
    ] {
        let cost = Backend::new(name)?.cost(sql)?;
        let mut entry = cost.json();
        if let Some(entry) = entry.as_object_mut() {
            entry.insert("cpu_to_sizes_ratio".into(), json!(rounded(cost.cpu_ms / sizes.cpu_ms)));
            entry.insert("cpu_to_counting_ratio".into(), json!(rounded(cost.cpu_ms / catalogs.cpu_ms)));
        }
        calls.insert(call.into(), entry);
    }
    let mut client = connect(name)?;
    let count = |client: &mut Client, kind: &str| -> Result<i64> {
        let sql = format!("select count(*) from pg_catalog.pg_class where oid >= 16384 and relkind = '{kind}' and relname like 'table\\_%'");
        Ok(client.query_one(&sql, &[])?.get(0))
    };
    Ok(json!({
        "tables": count(&mut client, "r")?, "indexes": count(&mut client, "i")?,
        "families_over_100_cpu_ms": over, "families": families, "calls": calls,
        "references": { "pg_total_relation_size of every table": sizes.json(), "count of the same catalogs": catalogs.json() },
    }))
}

fn main() -> Result<()> {
    let mut out = Map::new();
    out.insert(
        "what".into(),
        json!("CPU, time and memory of one backend for each family of facts and for whole calls"),
    );
    for name in std::env::args().skip(1) {
        out.insert(name.clone(), database(&name)?);
    }
    let text = serde_json::to_string_pretty(&Value::Object(out))?;
    println!("{text}");
    std::fs::create_dir_all("target/bench")?;
    std::fs::write("target/bench/size.json", text + "\n")?;
    Ok(())
}
