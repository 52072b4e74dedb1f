//! What refreshing and searching schema knowledge cost on the server of PGHOST, PGPORT and PGUSER, and how well a search
//! finds tables, next to `ts_rank` over the same documents. Makes two databases of its own and drops them: one of 1,830 tables
//! (the schemas of $COPILOT_EVAL, else ../shared/eval, where that folder is there, filled up with made-up ones), and one
//! of 10,000 made-up tables. Writes target/bench/knowledge_server.json, and target/bench/objects.jsonl for `knowledge`.

#![allow(clippy::disallowed_methods, reason = "measuring reads the clock, and the server's place from the environment")]

use postgres::{Client, NoTls};
use serde_json::{json, Value};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USUAL: i64 = 1_830;
const MANY: i64 = 10_000;
const SEARCHES: usize = 200;

/// Questions of our own, for where there are no labelled ones.
const QUESTIONS: [&str; 8] = [
    "how many orders did each customer place in March?",
    "which warehouse has the most boxes of a product",
    "who approved the invoice of a supplier?",
    "average delivery time by region",
    "e-mail address and phone number of an employee",
    "which contracts end this year",
    "list the payments that were refunded",
    "temperature readings of a sensor",
];

/// The same documents for full text: name and columns with their underscores as spaces, and comments.
const FULL_TEXT: &str = "create table bench_text as
    select d.id, d.document ->> 'schema_name' as schema, d.document ->> 'object_name' as name,
           to_tsvector('english', regexp_replace(concat_ws(' ', d.document ->> 'object_name', d.document ->> 'comment',
             (select string_agg(c, ' ') from jsonb_array_elements_text(
                case jsonb_typeof(d.document -> 'column_names') when 'array' then d.document -> 'column_names' else '[]' end) c),
             (select string_agg(c, ' ') from jsonb_array_elements_text(
                case jsonb_typeof(d.document -> 'column_comments') when 'array' then d.document -> 'column_comments' else '[]' end) c)),
             '[^[:alnum:]]+|(?<=[a-z])(?=[A-Z])', ' ', 'g')) as words
      from copilot._documents d;
    create index on bench_text using gin (words); analyze bench_text";
const RANKED: &str = "select schema || '.' || name from bench_text,
    (select replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery as q) q
    where words @@ q order by ts_rank(words, q) desc, id limit $2";
const SEARCHED: &str = "select schema || '.' || name from copilot.search_schema($1, $2) order by rank";

struct Question {
    text: String,
    gold: Vec<String>,
}

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::var("COPILOT_EVAL").unwrap_or("../shared/eval".into()));
    let questions = if folder.is_dir() { read(&folder.join("dev.jsonl"))? } else { Vec::new() };
    std::fs::create_dir_all("target/bench")?;
    let usual = in_database("bench_knowledge", |client| {
        if folder.is_dir() {
            load(client, &folder)?;
        }
        make_tables(client, USUAL)?;
        let mut found = measured(client, &questions)?;
        client.batch_execute(FULL_TEXT)?;
        found["ts_rank"] = times(client, RANKED, &questions)?;
        if !questions.is_empty() {
            found["quality"] = quality(client, SEARCHED, &questions)?;
            found["quality_of_ts_rank"] = quality(client, RANKED, &questions)?;
            write_objects(client)?;
        }
        Ok(found)
    })?;
    let many = in_database("bench_knowledge_many", |client| {
        make_tables(client, MANY)?;
        measured(client, &[])
    })?;
    let report = json!({
        "what": "refreshing and searching schema knowledge in a server; times in milliseconds, an audited call each; \
                 beside ts_rank over the same documents with a GIN index, not audited",
        "tables_1830": usual,
        "tables_10000": many,
    });
    println!("{report:#}");
    std::fs::write("target/bench/knowledge_server.json", format!("{report:#}\n"))?;
    Ok(())
}

fn connect(database: &str) -> Result<Client> {
    let var = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set: eval \"$(make env)\""));
    let mut config = postgres::Config::new();
    config.host_path(var("PGHOST")?).port(var("PGPORT")?.parse()?).user(&var("PGUSER")?).dbname(database);
    Ok(config.connect(NoTls)?)
}

fn in_database(name: &str, work: impl FnOnce(&mut Client) -> Result<Value>) -> Result<Value> {
    let mut outside = connect("postgres")?;
    let drop = format!("drop database if exists {name} with (force)");
    outside.batch_execute(&drop)?;
    outside.batch_execute(&format!("create database {name}"))?;
    let mut client = connect(name)?;
    client.batch_execute("create extension copilot_ext")?;
    let result = work(&mut client);
    outside.batch_execute(&drop)?;
    result
}

/// One statement at a time, so that no transaction holds a lock on every table.
fn load(client: &mut Client, folder: &Path) -> Result<()> {
    for file in ["schema_dev.sql", "schema_distractor.sql"] {
        let text = std::fs::read_to_string(folder.join(file))?;
        for statement in text.split(";\n") {
            client.batch_execute(statement)?;
        }
    }
    Ok(())
}

/// Fills up to so many tables: schemas of thirty, each table with eight columns and a key to the one before.
fn make_tables(client: &mut Client, wanted: i64) -> Result<()> {
    let present: i64 = client
        .query_one(
            "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema|copilot)'",
            &[],
        )?
        .get(0);
    const THINGS: [&str; 20] = [
        "order",
        "customer",
        "invoice",
        "payment",
        "product",
        "warehouse",
        "delivery",
        "employee",
        "contract",
        "sensor",
        "region",
        "supplier",
        "ticket",
        "account",
        "shipment",
        "vehicle",
        "policy",
        "claim",
        "machine",
        "reading",
    ];
    const PARTS: [&str; 10] =
        ["item", "status", "history", "type", "note", "approval", "line", "group", "limit", "summary"];
    let pick = |words: &[&'static str], n: i64| words.get(n as usize % words.len()).copied().unwrap_or_default();
    for number in 0..wanted - present {
        let schema = format!("made_{}", number / 30);
        if number % 30 == 0 {
            client.batch_execute(&format!("create schema {schema}"))?;
        }
        let name = |n: i64| format!("{}_{}_{n}", pick(&THINGS, n * 7 + n / 20), pick(&PARTS, n * 3 + n / 10));
        let columns: Vec<String> = (1..7)
            .map(|c| format!("{}_{} text", pick(&THINGS, number + c * 3), pick(&PARTS, number / 3 + c)))
            .collect();
        let key = match number % 30 {
            0 => "parent_id int".to_owned(),
            _ => format!("parent_id int references {schema}.{}", name(number - 1)),
        };
        client.batch_execute(&format!(
            "create table {schema}.{} (id int primary key, {key}, {})",
            name(number),
            columns.join(", ")
        ))?;
    }
    Ok(())
}

/// One refresh from nothing, one without a change, one with one changed table; searches with pgvector and without.
fn measured(client: &mut Client, questions: &[Question]) -> Result<Value> {
    client.batch_execute("vacuum analyze")?;
    let first = refresh(client)?;
    let unchanged = refresh(client)?;
    let table: String = client
        .query_one(
            "select oid::regclass::text from pg_class where relkind = 'r' and oid >= 16384 order by oid desc limit 1",
            &[],
        )?
        .get(0);
    client.batch_execute(&format!("alter table {table} add column zebra text"))?;
    let one_changed = refresh(client)?;
    client.batch_execute("vacuum analyze")?;
    let scanned = times(client, SEARCHED, questions)?;
    client.batch_execute("create extension if not exists vector")?;
    let adding_vectors = refresh(client)?;
    client.batch_execute("vacuum analyze")?;
    let with_vectors = times(client, SEARCHED, questions)?;
    let sizes = client.query(
        "select relname, pg_total_relation_size(oid) from pg_class
          where relnamespace = 'copilot'::regnamespace and relkind = 'r' and relname <> '_reports' order by 1",
        &[],
    )?;
    let bytes: Value = sizes.iter().map(|r| (r.get::<_, String>(0), json!(r.get::<_, i64>(1)))).collect();
    Ok(json!({
        "refresh_from_nothing": first, "refresh_unchanged": unchanged, "refresh_one_changed": one_changed,
        "refresh_that_adds_pgvector": adding_vectors,
        "search_without_pgvector": scanned, "search_with_pgvector": with_vectors, "bytes": bytes,
    }))
}

fn refresh(client: &mut Client) -> Result<Value> {
    let row =
        client.query_one("select added, changed, removed, unchanged, ms from copilot.refresh_knowledge()", &[])?;
    let count = |at: usize| row.get::<_, i32>(at);
    Ok(
        json!({"added": count(0), "changed": count(1), "removed": count(2), "unchanged": count(3), "ms": row.get::<_, f64>(4)}),
    )
}

/// Times of searches for the ten best, and how much a fresh session grows over all of them.
fn times(client: &mut Client, sql: &str, questions: &[Question]) -> Result<Value> {
    let database: String = client.query_one("select current_database()", &[])?.get(0);
    let mut fresh = connect(&database)?;
    let pid: i32 = fresh.query_one("select pg_backend_pid()", &[])?.get(0);
    let before = memory_bytes(pid)?;
    let statement = fresh.prepare(sql)?;
    let labelled = questions.iter().map(|q| q.text.as_str()).step_by(7);
    let texts: Vec<&str> = labelled.chain(QUESTIONS).cycle().take(SEARCHES).collect();
    let mut ms = Vec::new();
    for text in texts {
        let started = Instant::now();
        fresh.query(&statement, &[&text, &if sql == RANKED { Limit::Big(10) } else { Limit::Small(10) }])?;
        ms.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    let grown = memory_bytes(pid)? - before;
    let first = ms.first().copied();
    ms.sort_by(f64::total_cmp);
    let percentile = |p: usize| ms.get(ms.len() * p / 100).copied();
    Ok(json!({"first_ms": first, "p50_ms": percentile(50), "p95_ms": percentile(95), "session_grown_bytes": grown}))
}

/// `limit` takes a bigint, `k` is an integer.
#[derive(Debug)]
enum Limit {
    Small(i32),
    Big(i64),
}

impl postgres::types::ToSql for Limit {
    fn to_sql(
        &self,
        ty: &postgres::types::Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> std::result::Result<postgres::types::IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Limit::Small(n) => n.to_sql(ty, out),
            Limit::Big(n) => n.to_sql(ty, out),
        }
    }

    fn accepts(ty: &postgres::types::Type) -> bool {
        *ty == postgres::types::Type::INT4 || *ty == postgres::types::Type::INT8
    }

    postgres::types::to_sql_checked!();
}

/// Private memory of a backend in bytes (Linux).
fn memory_bytes(pid: i32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find(|l| l.starts_with("RssAnon:")).ok_or("no RssAnon in /proc")?;
    let kb: f64 = line.split_whitespace().nth(1).ok_or("no number behind RssAnon")?.parse()?;
    Ok(kb * 1_024.0)
}

fn quality(client: &mut Client, sql: &str, questions: &[Question]) -> Result<Value> {
    let statement = client.prepare(sql)?;
    let (mut recall, mut all_10, mut all_20) = (0.0, 0.0, 0.0);
    for question in questions {
        let limit = if sql == RANKED { Limit::Big(20) } else { Limit::Small(20) };
        let found: Vec<String> =
            client.query(&statement, &[&question.text, &limit])?.iter().map(|r| r.get(0)).collect();
        let within = |k: usize| question.gold.iter().filter(|g| found.iter().take(k).any(|f| f == *g)).count();
        let wanted = question.gold.len();
        recall += within(10) as f64 / wanted.max(1) as f64;
        all_10 += f64::from(u8::from(within(10) == wanted));
        all_20 += f64::from(u8::from(within(20) == wanted));
    }
    let share = |sum: f64| (1_000.0 * sum / questions.len().max(1) as f64).round() / 10.0;
    Ok(json!({"questions": questions.len(), "R@10": share(recall), "all@10": share(all_10), "all@20": share(all_20)}))
}

fn read(path: &Path) -> Result<Vec<Question>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let parse = |line: &str| -> Result<Question> {
        let value: Value = serde_json::from_str(line)?;
        let gold = value.get("gold_tables").and_then(Value::as_array).into_iter().flatten();
        let gold = gold.filter_map(Value::as_str).map(str::to_owned).collect();
        let text = value.get("question").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Question { text, gold })
    };
    text.lines().map(parse).collect()
}

/// What the family `objects` gives of the labelled schemas, for measurements without a server.
fn write_objects(client: &mut Client) -> Result<()> {
    let sql = include_str!("../../../sql/read/objects.sql");
    let wrapped = format!("select row_to_json(t)::text from ({sql}) t where t.schema_name not like 'made\\_%' and t.schema_name <> 'public'");
    let rows: Vec<String> = client.query(wrapped.as_str(), &[])?.iter().map(|r| r.get(0)).collect();
    std::fs::write("target/bench/objects.jsonl", rows.join("\n") + "\n")?;
    Ok(())
}
