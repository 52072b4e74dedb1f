//! Feeds the chain of this database to the proof in core.

use super::anchor::{self, my_database};
use super::key_file;
use super::read::tables_exist;
use crate::pg::error;
use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::stream::{FreshSnapshot, Stream};
use crate::pg::subxact::look;
use copilot_core::chain::{report_text, salted_digest, KeyRing};
use copilot_core::proof::{Anchors, Claims, Held, KeptText, OpenCall, Outcome, Row, Verdict, Walk};
use copilot_core::{Fault, Kind};
use pgrx::spi::Spi;
use std::convert::Infallible;

/// Rows in memory at a time.
const ENTRIES_EACH: i64 = 1_000;
const TEXTS_EACH: i64 = 200;

/// Verifies the whole chain of this database, also against an anchor that the auditor kept elsewhere.
pub(crate) fn verify(held: Option<Held>) -> Result<Verdict, Fault> {
    with_verdict(held, Ok)
}

/// The same for somebody who then looks at the very rows that were verified.
pub(super) fn with_verdict<T>(held: Option<Held>, then: impl FnOnce(Verdict) -> Result<T, Fault>) -> Result<T, Fault> {
    let keys =
        key_file::read().map_err(|fault| Fault { message: format!("not verifiable: {}", fault.message), ..fault })?;
    // Before the snapshot: what is anchored was committed by then, so the snapshot sees it.
    let anchors = anchor::read()?.and_held(held);
    in_fresh_snapshot(|| {
        if !tables_exist()? {
            return Err(Fault::new(Kind::NotFound, "there is no audit chain in this database yet")
                .detail("It begins with the first call.")
                .hint("select copilot.ask('is my database healthy?')"));
        }
        then(walk(&keys, &anchors))
    })
}

/// Looks as the extension's owner at what is committed now. No lock stays behind: the writer may have to drop a month on
/// this caller's behalf.
pub(super) fn in_fresh_snapshot<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let owner = owner::of_extension()?;
    let looked = look(|| {
        let _identity = ActingAsOwner::begin(owner);
        let _snapshot = FreshSnapshot::take();
        Spi::connect(|_| work())
    });
    match looked {
        Ok(result) => result,
        Err(caught) => caught.raise_on(),
    }
}

fn walk(keys: &KeyRing, anchors: &Anchors) -> Verdict {
    if let Some(verdict) = shape() {
        return verdict;
    }
    let mut claims = Claims::default();
    let mut told = Stream::open(include_str!("../../../sql/audit/claims.sql"), &[], 1, ENTRIES_EACH);
    while told.advance() {
        told.with_bytes(0, |canonical| claims.hear(canonical));
    }
    let mut walk = Walk::new(keys, anchors, &claims);
    let Ok(()) = walk.run(entries(), texts());
    walk.verdict(&work_list(), my_database())
}

/// A verdict when the tables cannot be trusted to show everybody the same rows.
fn shape() -> Option<Verdict> {
    let mut complaints = Vec::new();
    let mut said = Stream::open(include_str!("../../../sql/audit/shape.sql"), &[], 2, ENTRIES_EACH);
    while said.advance() {
        match said.text(0).as_str() {
            "broken" => complaints.push(said.text(1)),
            _ => error::notice(said.text(1)),
        }
    }
    (!complaints.is_empty()).then(|| Verdict {
        outcome: Outcome::Broken,
        rows: 0,
        texts: 0,
        texts_gone: 0,
        first_bad: None,
        reason: Some(complaints.join("; ")),
        anchored_to: None,
        head: None,
    })
}

fn entries() -> impl Iterator<Item = Result<Row, Infallible>> {
    let mut stream = Stream::open(include_str!("../../../sql/audit/chain.sql"), &[], 6, ENTRIES_EACH);
    std::iter::from_fn(move || {
        stream.advance().then(|| {
            Ok(Row {
                seq: stream.number(0).unwrap_or_default(),
                at: stream.time(1).unwrap_or_default(),
                kind: stream.text(2),
                call: stream.number(3),
                canonical: stream.bytes(4),
                link: stream.bytes(5),
            })
        })
    })
}

fn texts() -> impl Iterator<Item = Result<KeptText, Infallible>> {
    let mut stream = Stream::open(include_str!("../../../sql/audit/texts.sql"), &[], 8, TEXTS_EACH);
    std::iter::from_fn(move || {
        stream.advance().then(|| {
            let salt = stream.bytes(3);
            let digest = match stream.number(5) {
                None => stream.with_text(4, |body| salted_digest(&salt, body.as_bytes())),
                Some(call) => stream.with_text(4, |report| {
                    let whole = report_text(call, &stream.text(6), &stream.text(7), report);
                    salted_digest(&salt, whole.as_bytes())
                }),
            };
            Ok(KeptText {
                seq: stream.number(0).unwrap_or_default(),
                at: stream.time(1).unwrap_or_default(),
                name: stream.text(2),
                digest: digest.unwrap_or_default(),
            })
        })
    })
}

fn work_list() -> Vec<OpenCall> {
    let mut stream = Stream::open(include_str!("../../../sql/audit/work_list.sql"), &[], 3, ENTRIES_EACH);
    let mut calls = Vec::new();
    while stream.advance() {
        let (seq, pid) = (stream.number(0).unwrap_or_default(), stream.number(1).unwrap_or_default());
        calls.push(OpenCall { seq, pid, backend_start: stream.time(2).unwrap_or_default() });
    }
    calls
}
