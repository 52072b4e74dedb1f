//! Measures routing on labelled questions from outside the project.
//!
//!     routing [folder]     default: $COPILOT_EVAL, else ../shared/eval
//!
//! Prints the figures and writes them to target/bench/routing.json. `--errors` lists what went wrong, `--part 1/4`
//! takes every fourth question from the second on only.

#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock and the environment")]

use copilot_core::ask::route::{route, REFUSED_BELOW};
use copilot_core::ask::{lexicon::LEXICON, Product};
use serde_json::json;
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

struct Labelled {
    id: usize,
    text: String,
    intent: String,
}

/// What became of the questions, counted.
#[derive(Default)]
struct Counts {
    in_scope: usize,
    out_of_scope: usize,
    top1: usize,
    top3: usize,
    right: usize,
    wrong: usize,
    refused: usize,
    foreign_answered: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1).cloned());
    let half: Option<(usize, usize)> = option("--part").and_then(|p| {
        let (which, of) = p.split_once('/')?;
        Some((of.parse().ok()?, which.parse().ok()?))
    });
    let folder = args.first().filter(|a| !a.starts_with("--")).cloned();
    let folder = folder.or_else(|| std::env::var("COPILOT_EVAL").ok()).unwrap_or_else(|| "../shared/eval".into());
    let questions = read(&PathBuf::from(folder).join("intents_dev.jsonl"))?;
    let part = |q: &Labelled| half.is_none_or(|(of, which)| q.id % of == which);
    let questions: Vec<Labelled> = questions.into_iter().filter(part).collect();

    // Every fourth question was never looked at while the lexicon was written: what strangers may expect.
    let (control, seen): (Vec<_>, Vec<_>) = questions.iter().partition(|q| q.id % 4 == 3);
    let by_product = |intent: &str| product_of(intent).name().to_owned();
    let fine = count(questions.iter(), |intent| intent.to_owned(), args.iter().any(|a| a == "--errors"));
    let product = count(questions.iter(), by_product, false);
    let started = Instant::now();
    questions.iter().for_each(|q| {
        std::hint::black_box(route(&q.text));
    });
    let micros = started.elapsed().as_micros() as f64 / questions.len().max(1) as f64;

    let report = json!({
        "what": "routing of questions to intents, without a model",
        "method": "hand-written words and phrases (src/core/ask/intents.txt), tf-idf; no weight is trained",
        "caution": "dev figures: three quarters of these questions were read while the lexicon was written; the \
                    control is the quarter that was not, and is what to expect of new questions",
        "questions": questions.len(),
        "threshold": REFUSED_BELOW,
        "micros_per_question": micros,
        "fine_intents": figures(&fine),
        "product_intents": figures(&product),
        "seen": { "questions": seen.len(), "fine_intents": figures(&count(seen.into_iter(), |i| i.to_owned(), false)) },
        "control": {
            "questions": control.len(),
            "fine_intents": figures(&count(control.iter().copied(), |i| i.to_owned(), false)),
            "product_intents": figures(&count(control.iter().copied(), by_product, false)),
        },
    });
    println!("{report:#}");
    std::fs::create_dir_all("target/bench")?;
    std::fs::write("target/bench/routing.json", format!("{report:#}\n"))?;
    Ok(())
}

fn read(path: &PathBuf) -> Result<Vec<Labelled>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    for (id, line) in text.lines().enumerate() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| value.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        out.push(Labelled { id, text: field("text"), intent: field("intent") });
    }
    Ok(out)
}

fn product_of(intent: &str) -> Product {
    LEXICON.intents().iter().find(|i| i.name == intent).map_or(Product::OutOfScope, |i| i.product)
}

fn count<'a>(questions: impl Iterator<Item = &'a Labelled>, label: impl Fn(&str) -> String, show: bool) -> Counts {
    let mut c = Counts::default();
    for q in questions {
        let routed = route(&q.text);
        let mut names: Vec<String> = Vec::new();
        let in_scope = routed.ranked.iter().filter(|(i, _)| i.product != Product::OutOfScope);
        for (intent, _) in in_scope {
            let name = label(intent.name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let best = names.first().cloned().unwrap_or_default();
        let gold = label(&q.intent);
        if q.intent == "out_of_scope" {
            c.out_of_scope += 1;
            c.foreign_answered += usize::from(routed.is_answerable);
        } else {
            c.in_scope += 1;
            c.top1 += usize::from(best == gold);
            c.top3 += usize::from(names.iter().take(3).any(|n| *n == gold));
            match (routed.is_answerable, best == gold) {
                (false, _) => c.refused += 1,
                (true, true) => c.right += 1,
                (true, false) => c.wrong += 1,
            }
        }
        let wrong =
            if q.intent == "out_of_scope" { routed.is_answerable } else { !routed.is_answerable || best != gold };
        if show && wrong {
            let top: Vec<String> = routed.ranked.iter().take(3).map(|(i, s)| format!("{} {s:.2}", i.name)).collect();
            println!("{:>24} | {} | {}", gold, q.text, top.join(", "));
        }
    }
    c
}

fn figures(c: &Counts) -> serde_json::Value {
    let share = |n: usize, of: usize| (1000.0 * n as f64 / of.max(1) as f64).round() / 10.0;
    json!({
        "in_scope": c.in_scope,
        "top1_percent": share(c.top1, c.in_scope),
        "top3_percent": share(c.top3, c.in_scope),
        "answered_rightly_percent": share(c.right, c.in_scope),
        "answered_wrongly_percent": share(c.wrong, c.in_scope),
        "refused_percent": share(c.refused, c.in_scope),
        "out_of_scope": c.out_of_scope,
        "out_of_scope_answered_percent": share(c.foreign_answered, c.out_of_scope),
    })
}
