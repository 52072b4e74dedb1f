//! What a model replies: read, cleaned and held against the evidence. A sentence that passes has no figure and no name
//! that our own do not have.
#![no_main]

use copilot_core::evidence::Evidence;
use copilot_core::llm::{clean, openai_chat, prompt, Reply};
use copilot_core::sentence::{Dossier, Sentence};
use copilot_core::value::Value;
use copilot_core::verify::{restate, verify_sentence, Vocabulary};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static OWN: LazyLock<Dossier> = LazyLock::new(|| {
    let table = Evidence::name("tables", "shop.orders");
    let dead = Evidence::measured("tables", "shop.orders", "dead_rows", Value::Count(12_345));
    let live = Evidence::measured("tables", "shop.orders", "live_rows", Value::Count(67_890));
    let index = Evidence::name("indexes", "shop.orders_old");
    let scans = Evidence::measured("indexes", "shop.orders_old", "scans", Value::Count(0));
    let mut own = Dossier::default();
    own.say("Table {} has {} dead rows beside {} live ones", &[&table, &dead, &live]);
    own.say("Index {} has not been scanned: {} scans", &[&index, &scans]);
    own
});

/// Names of the server's own are free (`Vocabulary::own`).
const FREE: [&str; 2] = ["postgresql.conf", "shared_preload_libraries"];

/// What may be said of the figures without their zeros in front, whole or in thousands.
const SAID: [&str; 5] = ["12345", "67890", "", "12", "68"];

/// The digits of each figure, without separators.
fn figures(text: &str) -> Vec<String> {
    let plain = text.replace(',', "");
    plain.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).map(str::to_owned).collect()
}

fn judge(text: &str) {
    let own = &*OWN;
    let vocabulary = Vocabulary::own();
    let bare = Sentence { text: text.to_owned(), cites: Vec::new() };
    let held = verify_sentence(&bare, &own.evidence, &vocabulary).is_empty();
    assert!(!held || figures(text).is_empty(), "a figure without evidence holds: {text:?}");
    let cited = Sentence { text: text.to_owned(), cites: (0..own.evidence.len()).collect() };
    let breaches = verify_sentence(&cited, &own.evidence, &vocabulary);
    if !breaches.is_empty() || !restate::beyond(&cited, own, &vocabulary).is_empty() {
        return;
    }
    for figure in figures(text) {
        assert!(SAID.contains(&figure.trim_start_matches('0')), "{figure} is new: {text:?}");
    }
    for name in text.split('"').skip(1).step_by(2).filter(|name| !name.starts_with("pg_") && !FREE.contains(name)) {
        assert!(own.sentences.iter().any(|sentence| sentence.text.contains(name)), "{name:?} is new: {text:?}");
    }
}

fuzz_target!(|text: &str| {
    let reply = Reply { status: 200, body: text.as_bytes().to_vec() };
    let content = (openai_chat::PROVIDER.decode)(&reply).content.unwrap_or_else(|_| text.to_owned());
    for sentence in prompt::read(&content, &OWN).unwrap_or_default().into_iter().flatten() {
        judge(&sentence.text);
    }
    if let Some(text) = clean::sentence(text) {
        judge(&text);
    }
});
