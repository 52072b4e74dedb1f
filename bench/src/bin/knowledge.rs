//! Measures the search over schema knowledge on labelled questions from outside the project, without a server.
//!
//!     knowledge OBJECTS.jsonl [--eval FOLDER] [--one-schema] [--fit] [--errors]
//!
//! OBJECTS.jsonl is what `sql/read/objects.sql` gives, a row a line, for a database into which the set's schemas were
//! loaded (`scripts/bench_knowledge.sh` does that). FOLDER (default: $COPILOT_EVAL, else ../shared/eval) holds
//! `dev.jsonl`. `--one-schema` puts every table into one schema first. `--fit` fits the weights anew: on all questions,
//! and for each fifth of the databases on the others. Prints the figures and writes target/bench/knowledge.json.

#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock and the environment")]

#[path = "../fit.rs"]
mod fit;

use copilot_core::evidence::objects::Object;
use copilot_core::knowledge::library::{compare, Known};
use copilot_core::knowledge::rank::{rank, Weights, WEIGHTS};
use copilot_core::knowledge::search::{search, signs_of};
use copilot_core::knowledge::shelf::{MemoryShelf, Shelf};
use copilot_core::knowledge::signs::Signs;
use copilot_core::knowledge::Catalogue;
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Clone)]
struct Question {
    source: String,
    database: String,
    text: String,
    /// Object ids of the tables that answer it.
    gold: Vec<u32>,
    /// In the half of the databases that no choice of the method was made on.
    held_out: bool,
}

/// Of one question: the ranks of its tables among all, and among those of their own schema.
struct Ranks {
    big: Vec<usize>,
    own: Vec<usize>,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| args.iter().any(|a| a == name);
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1).cloned());
    let file = args.first().filter(|a| !a.starts_with("--")).ok_or("knowledge OBJECTS.jsonl [--eval FOLDER] …")?;
    let folder = option("--eval").or_else(|| std::env::var("COPILOT_EVAL").ok()).unwrap_or("../shared/eval".into());
    let lines = std::fs::read_to_string(file)?;
    let objects: Vec<Object> = lines.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
    let questions = questions(&PathBuf::from(folder).join("dev.jsonl"), &objects)?;
    let schema_of: HashMap<u32, String> = objects.iter().map(|o| (o.oid, o.schema_name.clone())).collect();

    let mut shelf = MemoryShelf::default();
    let started = Instant::now();
    let change = compare(arranged(&objects, flag("--one-schema")), &Known::default());
    let build_ms = started.elapsed().as_secs_f64() * 1_000.0;
    let postings_bytes: usize = change.postings.iter().map(|(_, packed, _)| packed.len()).sum();
    shelf.put(&change)?;

    let mut times = Vec::new();
    for question in &questions {
        let started = Instant::now();
        std::hint::black_box(search(&mut shelf, &question.text, 10)?);
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    let signs = all_signs(&mut shelf, &questions)?;
    let weights = match flag("--fit") {
        // Both arrangements: weights that only hold where every topic has a schema of its own are of little use.
        true => {
            let mut other = MemoryShelf::default();
            other.put(&compare(arranged(&objects, !flag("--one-schema")), &Known::default()))?;
            let (twice, other) = ([&questions[..], &questions[..]].concat(), all_signs(&mut other, &questions)?);
            fit::all(&twice, &signs.iter().chain(&other).collect::<Vec<_>>())
        }
        false => WEIGHTS,
    };
    let ranks: Vec<Ranks> = questions
        .iter()
        .zip(&signs)
        .enumerate()
        .map(|(n, (q, (catalogue, signs)))| {
            let weights = if flag("--fit") { fit::without(&questions, n) } else { weights };
            ranks(q, catalogue, signs, &weights, &schema_of)
        })
        .collect();
    if flag("--errors") {
        errors(&questions, &ranks);
    }
    let report = json!({
        "what": "tables found by a question, without a server",
        "tables": shelf.held()?.map(|h| h.catalogue.entries.len()),
        "questions": questions.len(),
        "one_schema": flag("--one-schema"),
        "weights": format!("{}, {weights:?}", if flag("--fit") { "cross-validated over databases" } else { "as built" }),
        "build_ms": build_ms,
        "catalogue_bytes": change.catalogue.pack().len(),
        "postings_bytes": postings_bytes,
        "search_p50_ms": times.get(times.len() / 2),
        "search_p95_ms": times.get(times.len() * 95 / 100),
        "all": figures(&questions, &ranks, |_| true),
        "chosen_on": figures(&questions, &ranks, |q| !q.held_out),
        "held_out_half": figures(&questions, &ranks, |q| q.held_out),
        "by_source": by_source(&questions, &ranks),
    });
    println!("{report:#}");
    std::fs::create_dir_all("target/bench")?;
    let name = if flag("--one-schema") { "knowledge_one_schema" } else { "knowledge" };
    std::fs::write(format!("target/bench/{name}.json"), format!("{report:#}\n"))?;
    Ok(())
}

fn arranged(objects: &[Object], one_schema: bool) -> Vec<Object> {
    let moved = |o: &Object| Object { schema_name: "everything".into(), ..o.clone() };
    objects.iter().map(|o| if one_schema { moved(o) } else { o.clone() }).collect()
}

fn all_signs(shelf: &mut MemoryShelf, questions: &[Question]) -> Result<Vec<(Catalogue, Signs)>> {
    questions.iter().map(|q| Ok(signs_of(shelf, &q.text)?.ok_or("nothing was refreshed")?)).collect()
}

fn questions(path: &Path, objects: &[Object]) -> Result<Vec<Question>> {
    let oids: HashMap<String, u32> = objects.iter().map(|o| (o.name(), o.oid)).collect();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut questions = Vec::new();
    for line in text.lines() {
        let value: Value = serde_json::from_str(line)?;
        let field = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let gold = value.get("gold_tables").and_then(Value::as_array).into_iter().flatten();
        let gold: Vec<u32> = gold.filter_map(|t| oids.get(t.as_str()?).copied()).collect();
        let (source, database) = (field("source"), field("db"));
        questions.push(Question { source, database, text: field("question"), gold, held_out: false });
    }
    // Every second database of each source.
    let mut databases: BTreeMap<String, BTreeSet<(u64, String)>> = BTreeMap::new();
    for q in &questions {
        let mixed = fit::mixed(&format!("s{}", q.database));
        databases.entry(q.source.clone()).or_default().insert((mixed, q.database.clone()));
    }
    let held: BTreeSet<String> = databases
        .into_values()
        .flat_map(|d| d.into_iter().skip(1).step_by(2).map(|(_, name)| name).collect::<Vec<_>>())
        .collect();
    questions.iter_mut().for_each(|q| q.held_out = held.contains(&q.database));
    Ok(questions)
}

fn ranks(
    question: &Question,
    catalogue: &Catalogue,
    signs: &Signs,
    weights: &Weights,
    schema_of: &HashMap<u32, String>,
) -> Ranks {
    let ranked = rank(catalogue, signs, weights, false);
    let order: Vec<u32> = ranked.iter().filter_map(|r| catalogue.entries.get(r.place).map(|e| e.oid)).collect();
    let home = question.gold.first().and_then(|oid| schema_of.get(oid));
    let own: Vec<u32> = order.iter().copied().filter(|oid| schema_of.get(oid) == home).collect();
    let of = |order: &[u32]| -> Vec<usize> {
        let place = |oid: &u32| order.iter().position(|o| o == oid).unwrap_or(usize::MAX);
        question.gold.iter().map(place).collect()
    };
    Ranks { big: of(&order), own: of(&own) }
}

fn figures(questions: &[Question], ranks: &[Ranks], chosen: impl Fn(&Question) -> bool) -> Value {
    let picked: Vec<&Ranks> = questions.iter().zip(ranks).filter(|(q, _)| chosen(q)).map(|(_, r)| r).collect();
    let figures = |of: fn(&Ranks) -> &Vec<usize>| {
        let share = |f: &dyn Fn(&Vec<usize>) -> f64| {
            let sum: f64 = picked.iter().map(|r| f(of(r))).sum();
            (1_000.0 * sum / picked.len().max(1) as f64).round() / 10.0
        };
        let within = |ranks: &Vec<usize>, k: usize| ranks.iter().filter(|r| **r < k).count();
        let recall = |k: usize| share(&|r| within(r, k) as f64 / r.len().max(1) as f64);
        let all = |k: usize| share(&|r| f64::from(u8::from(within(r, k) == r.len())));
        json!({"R@5": recall(5), "R@10": recall(10), "R@20": recall(20), "all@10": all(10), "all@20": all(20)})
    };
    json!({"questions": picked.len(), "big": figures(|r| &r.big), "own": figures(|r| &r.own)})
}

fn by_source(questions: &[Question], ranks: &[Ranks]) -> Value {
    let sources: BTreeSet<&String> = questions.iter().map(|q| &q.source).collect();
    sources.into_iter().map(|s| (s.clone(), figures(questions, ranks, |q| q.source == *s))).collect()
}

/// Of the half that the method may be chosen on.
fn errors(questions: &[Question], ranks: &[Ranks]) {
    let wrong = |r: &Ranks| r.big.iter().any(|rank| *rank >= 10);
    for (q, r) in questions.iter().zip(ranks).filter(|(q, r)| !q.held_out && wrong(r)) {
        println!("{:>30} {:?} {}", q.database, r.big, q.text);
    }
}
