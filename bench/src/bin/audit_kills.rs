//! 200 kills of the postmaster under load: calls answered, calls lost. Starts a server of its own. Writes
//! `target/bench/audit_kills.json`.

#![allow(clippy::disallowed_methods, reason = "measuring reads the clock")]

use copilot_client_tests::siege::{Blow, Siege};
use serde_json::json;
use std::error::Error;
use std::time::Instant;

const ROUNDS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut siege = Siege::begin(&[]);
    (0..ROUNDS).for_each(|_| siege.round(Blow::Postmaster));
    let figures = siege.end();
    let result = json!({
        "what": "kill -9 of the postmaster while four callers ask; the machine keeps its memory",
        "rounds": figures.rounds,
        "answered_calls": figures.answered,
        "answered_calls_without_their_row": figures.lost,
        "rows_of_calls_not_answered": figures.unanswered,
        "chain_holds": figures.holds,
        "seconds": start.elapsed().as_secs_f64().round(),
    });
    let text = serde_json::to_string_pretty(&result)?;
    println!("{text}");
    std::fs::create_dir_all("target/bench")?;
    std::fs::write("target/bench/audit_kills.json", text + "\n")?;
    match figures.holds && figures.lost == 0 {
        true => Ok(()),
        false => Err("an answered call is without its row, or the chain does not hold".into()),
    }
}
