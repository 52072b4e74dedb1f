//! Verifies the audit chain in a plain dump (`pg_dump`, or `pg_restore -f -`) off-line: with the key, without a server,
//! by the same walk as `copilot.verify_audit()`.
//!
//! It holds the audit's rows in memory, about 600 bytes each, and of texts their hashes alone.

mod arguments;
mod copy;
mod dump;
mod script;

use arguments::{Arguments, Wanted};
use copilot_core::chain::KeyRing;
use copilot_core::proof::{Anchors, Held, Outcome, Verdict, Walk};
use dump::Dump;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::process::ExitCode;

const NOT_VERIFIABLE: u8 = 2;

fn main() -> ExitCode {
    let outcome = match arguments::read(std::env::args_os().skip(1)) {
        Ok(Wanted::Text(text)) => print(text).map(|()| 0),
        Ok(Wanted::Verdict(arguments)) => verify(&arguments).and_then(|verdict| {
            print(&shown(&verdict, arguments.anchors.is_some() || arguments.anchor.is_some()))?;
            Ok(match verdict.outcome {
                Outcome::Holds => 0,
                Outcome::Broken => 1,
                Outcome::NotVerifiable => NOT_VERIFIABLE,
            })
        }),
        Err(wrong) => Err(wrong),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(why) => {
            eprintln!("verify_audit: {why}");
            ExitCode::from(NOT_VERIFIABLE)
        }
    }
}

fn print(text: &str) -> Result<(), String> {
    io::stdout().write_all(text.as_bytes()).map_err(|e| format!("cannot write: {e}"))
}

fn verify(arguments: &Arguments) -> Result<Verdict, String> {
    let text = fs::read_to_string(&arguments.key).map_err(|e| format!("{}: {e}", arguments.key.display()))?;
    let keys = KeyRing::parse(&text).map_err(|why| format!("{}: {why}", arguments.key.display()))?;
    let anchors = match &arguments.anchors {
        Some(path) => fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?,
        None => Vec::new(),
    };
    let held = arguments.anchor.as_deref().map(Held::parse).transpose();
    let held = held.map_err(|fault| format!("{}: {}", fault.message, fault.hint.unwrap_or_default()))?;
    let anchors = Anchors::parse(&String::from_utf8_lossy(&anchors)).and_held(held);
    let input: Box<dyn Read> = match &arguments.dump {
        Some(path) => Box::new(File::open(path).map_err(|e| format!("{}: {e}", path.display()))?),
        None => Box::new(io::stdin()),
    };
    Ok(verdict(Dump::read(BufReader::with_capacity(1 << 20, input))?, &keys, &anchors))
}

fn verdict(dump: Dump, keys: &KeyRing, anchors: &Anchors) -> Verdict {
    let mut walk = Walk::new(keys, anchors, &dump.claims);
    let Ok::<(), std::convert::Infallible>(()) =
        walk.run(dump.rows.into_iter().map(Ok), dump.texts.into_iter().map(Ok));
    walk.verdict(&dump.work_list, dump.claims.home().unwrap_or_default())
}

/// The columns of `copilot.verify_audit()`, a line each.
fn shown(verdict: &Verdict, anchors_given: bool) -> String {
    let number = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let anchored = match anchors_given {
        true => number(verdict.anchored_to),
        false => "- (no anchor was given: a cut tail or a chain begun anew would not be seen)".to_owned(),
    };
    let lines = [
        ("verdict", verdict.outcome.word().to_owned()),
        ("rows", verdict.rows.to_string()),
        ("texts", verdict.texts.to_string()),
        ("texts_gone", verdict.texts_gone.to_string()),
        ("first_bad_row", number(verdict.first_bad)),
        ("reason", verdict.reason.clone().unwrap_or_else(|| "-".to_owned())),
        ("anchored_to", anchored),
        ("head", verdict.head.clone().unwrap_or_else(|| "-".to_owned())),
    ];
    lines.iter().map(|(name, value)| format!("{name:<14} {value}\n")).collect()
}
