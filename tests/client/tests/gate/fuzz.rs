//! Mutations of the corpus, as many as the time allows: whatever the gate says of one, nothing stays of it.
//!
//! `scripts/fuzz.sh` runs it and says for how long. Each statement goes by both doors as an ordinary role and as a
//! superuser; what it left in its session and in the server is looked at after each batch, and when there is anything,
//! the batch is told again one by one.

use copilot_client_tests::eventually;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::case::{file, folder, Case};
use crate::fingerprint::{changes, Fingerprint, Observer};
use crate::mutation::{Material, Numbers};
use crate::stage::{Stage, EVIL, SECRET};
use crate::visitor::{differences, Door, Visitor};

const BATCH: usize = 50;
/// A backend's caches grow with every statement that is new to it.
const STATEMENTS_A_SESSION: usize = 3_000;
const LIMIT_MS: u64 = 500;
/// Over the limit; against hanging, not a measure.
const PATIENCE: Duration = Duration::from_secs(4);
/// More than this says nothing new.
const MOST_FOUND: usize = 20;

struct Fuzz<'a> {
    stage: &'a Stage,
    visitors: Vec<Visitor<'a>>,
    observer: Observer,
    before: Fingerprint,
    found: Vec<String>,
    folder: PathBuf,
    seed: u64,
    /// Calls by how they ended.
    ends: BTreeMap<String, usize>,
    /// Errors that should not happen, each once.
    internal: BTreeMap<String, String>,
    slowest: Duration,
}

fn told<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// Statements that do not themselves hold what must not come back.
fn statements() -> Vec<String> {
    let cases = folder("attacks").into_iter().filter(|case| !case.is_bomb && case.sql.len() < 4_000);
    let all = cases.chain(folder("honest")).chain(file("trojans.sql"));
    all.map(|case| case.sql.replace(SECRET, "TOPSECRET_").replace(EVIL, "EVIL_").replace("7f3a9c", "x")).collect()
}

impl<'a> Fuzz<'a> {
    fn new(stage: &'a Stage, seed: u64) -> Fuzz<'a> {
        let visitors = ["gate_ann", "postgres"].map(|name| Visitor::new(stage, name)).into();
        let mut observer = Observer::new(stage);
        let before = observer.look();
        let folder = PathBuf::from(told("COPILOT_FUZZ_FOUND", std::env::temp_dir().display().to_string()));
        Fuzz {
            stage,
            visitors,
            observer,
            before,
            found: Vec::new(),
            folder,
            seed,
            ends: BTreeMap::new(),
            internal: BTreeMap::new(),
            slowest: Duration::ZERO,
        }
    }

    /// Keeps what is wrong, and the statements that did it.
    fn report(&mut self, sql: &[String], what: &str) {
        let path = self.folder.join(format!("gate-{}-{}.sql", self.seed, self.found.len() + 1));
        let comment = what.replace('\n', "\n-- ");
        std::fs::write(&path, format!("-- {comment}\n{}\n", sql.join("\n----\n"))).expect("what was found is written");
        println!("found {}: {what}", path.display());
        self.found.push(what.to_owned());
    }

    /// New sessions, and what the server is now.
    fn arrive(&mut self) {
        // A server that one of its processes crashed still answers for a moment.
        if self.visitors.iter().any(|visitor| visitor.client.is_closed()) {
            std::thread::sleep(Duration::from_secs(2));
        }
        eventually("the server answers", || {
            self.stage.server.config("postgres", "postgres").connect(postgres::NoTls).ok()
        });
        if self.visitors.iter().any(|visitor| visitor.client.is_closed()) || self.observer.is_gone() {
            self.observer = Observer::new(self.stage);
        }
        self.visitors.iter_mut().for_each(Visitor::arrive);
        self.observer.evil_in_log();
        self.before = self.observer.look();
    }

    /// One statement by one door: its SQLSTATE, and what is wrong at once.
    fn call(&mut self, at: usize, door: Door, sql: &str) -> (String, Vec<String>) {
        let visitor = &mut self.visitors[at];
        let began = Instant::now();
        let answer = visitor.call(door, sql);
        let took = began.elapsed();
        let mut wrong = answer.told(&Case::default(), visitor.name);
        if visitor.client.is_closed() {
            wrong.push(format!("the session is gone: {}", answer.heard));
        }
        if took > PATIENCE + Duration::from_millis(LIMIT_MS) {
            wrong.push(format!("took {} ms, and ended with {:?}", took.as_millis(), answer.sqlstate));
        }
        self.slowest = self.slowest.max(took);
        let end = answer.sqlstate.unwrap_or_else(|| "allowed".into());
        if end == "XX000" {
            let message = answer.heard.lines().next().unwrap_or_default();
            let shape: String = message.chars().filter(|c| !c.is_ascii_digit()).collect();
            self.internal.entry(shape).or_insert_with(|| format!("{message}\n{sql}"));
        }
        *self.ends.entry(end.clone()).or_default() += 1;
        (end, wrong.into_iter().map(|what| format!("{door:?} as {}: {what}", visitor.name)).collect())
    }

    /// What of one or many statements can be seen afterwards.
    fn left(&mut self) -> Vec<String> {
        let mut wrong = self.observer.evil_in_log();
        wrong.truncate(1);
        for visitor in &mut self.visitors {
            match visitor.look() {
                Ok(after) => wrong.extend(differences(&visitor.session, &after)),
                Err(error) => wrong.push(format!("the session of {} is of no use any more: {error}", visitor.name)),
            }
        }
        if self.observer.is_gone() {
            wrong.push("the server restarted".into());
            return wrong;
        }
        let after = self.observer.look();
        wrong.extend(changes(&self.before, &after));
        wrong
    }

    /// One statement by all doors and visitors; false if something was found. What does not parse is the same to all.
    fn attempt(&mut self, sql: &str) -> bool {
        let mut parses = true;
        for at in 0..self.visitors.len() {
            for door in [Door::RunSql, Door::Explain] {
                if !parses && at > 0 {
                    continue;
                }
                let (end, wrong) = self.call(at, door, sql);
                parses &= end != "42601";
                if !wrong.is_empty() {
                    self.report(&[sql.to_owned()], &wrong.join("\n"));
                    self.arrive();
                    return false;
                }
            }
        }
        true
    }

    /// A batch, and one by one once more when it left something.
    fn batch(&mut self, batch: &[String]) {
        if !batch.iter().all(|sql| self.attempt(sql)) {
            return;
        }
        let left = self.left();
        if left.is_empty() {
            return;
        }
        self.arrive();
        let found_before = self.found.len();
        for sql in batch {
            if self.attempt(sql) {
                let left = self.left();
                if !left.is_empty() {
                    self.report(std::slice::from_ref(sql), &left.join("\n"));
                    self.arrive();
                }
            }
        }
        if self.found.len() == found_before {
            self.report(batch, &format!("all together: {}", left.join("\n")));
        }
    }
}

#[test]
#[ignore = "takes as long as it is told: make fuzz"]
fn mutations_of_the_corpus_have_no_effect() {
    let (seconds, seed) = (told("COPILOT_FUZZ_SECONDS", 60), told("COPILOT_SEED", 1));
    let limit = format!("{LIMIT_MS}ms");
    let stage = Stage::new(&[("copilot.gate_timeout", &limit)]);
    let material = Material::new(&statements(), &mut stage.database().superuser());
    let mut numbers = Numbers::new(seed);
    let mut fuzz = Fuzz::new(&stage, seed);
    println!("gate: seed {seed}");
    let began = Instant::now();
    let mut tried = 0;
    while began.elapsed() < Duration::from_secs(seconds) && fuzz.found.len() < MOST_FOUND {
        let batch: Vec<String> = (0..BATCH).map(|_| material.mutated(&mut numbers)).collect();
        fuzz.batch(&batch);
        tried += batch.len();
        if tried % STATEMENTS_A_SESSION == 0 {
            fuzz.arrive();
        }
    }
    let calls: usize = fuzz.ends.values().sum();
    println!(
        "gate: {tried} statements, {calls} calls in {} s, slowest {} ms",
        began.elapsed().as_secs(),
        fuzz.slowest.as_millis()
    );
    let mut ends: Vec<_> = fuzz.ends.iter().collect();
    ends.sort_by_key(|(_, calls)| std::cmp::Reverse(**calls));
    println!("gate: {ends:?}");
    for (n, example) in fuzz.internal.values().enumerate() {
        println!("internal error {}: {example}", n + 1);
    }
    assert!(fuzz.found.is_empty(), "{} found, in {}", fuzz.found.len(), fuzz.folder.display());
}
