//! One audited call: opening row, work, closing row.

use super::patience::Patience;
use super::way::Way;
use super::{Backend, KeptReport, Message};
use crate::pg::procedure::{self, Frame};
use crate::pg::settings_scope::SettingsScope;
use crate::pg::subxact::{attempt, Caught};
use crate::pg::text::Text;
use crate::pg::who::{self, Who};
use crate::pg::world::{self, PgWorld};
use crate::pg::{error, guc};
use copilot_core::evidence::Evidence;
use copilot_core::world::Micros;
use copilot_core::Fault;
use pgrx::PgSqlErrorCode;
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;

/// Longer questions are kept up to here, and the rest is counted in the row.
const KEPT_TEXT_BYTES: usize = 64 * 1024;

/// What a call gives back, and what the audit keeps of it.
pub(crate) struct Done<T> {
    pub(crate) value: T,
    pub(crate) rows: usize,
    /// The answer in words, where there is one.
    pub(crate) answer: Option<String>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) report: Option<KeptReport>,
    /// What a model was paid for; none when its server does not tell.
    pub(crate) tokens: Option<i64>,
}

impl<T> Done<Vec<T>> {
    pub(crate) fn rows(value: Vec<T>, evidence: Vec<Evidence>) -> Self {
        Done { rows: value.len(), value, answer: None, evidence, report: None, tokens: Some(0) }
    }
}

impl Done<Text> {
    /// An answer in one text, which the audit keeps too.
    pub(crate) fn sentence(sentence: String) -> Self {
        Done::text(Text(sentence.clone()), &sentence, Vec::new())
    }
}

impl<T> Done<T> {
    pub(crate) fn one(value: T) -> Self {
        Done { value, rows: 1, answer: None, evidence: Vec::new(), report: None, tokens: Some(0) }
    }

    pub(crate) fn text(value: T, answer: &str, evidence: Vec<Evidence>) -> Self {
        Done { value, rows: 1, answer: Some(answer.to_owned()), evidence, report: None, tokens: Some(0) }
    }
}

/// Opens a call, runs its work and closes it. What cannot be audited is refused before it begins.
pub(crate) fn audited<T>(
    action: &str,
    question: Option<&str>,
    work: impl FnOnce(&mut PgWorld, i64) -> Result<Done<T>, Fault>,
) -> T {
    let _settings = SettingsScope::pinned_path();
    let opened = Opened::begin(action, question);
    let mut world = PgWorld::new(opened.call);
    let outcome = attempt(|| work(&mut world, opened.call));
    opened.conclude(&world, outcome)
}

/// The same for a procedure that commits after its first step, so that the second holds no snapshot. It is refused where
/// it must not commit.
pub(crate) fn audited_in_steps<D, T>(
    action: &str,
    question: Option<&str>,
    frame: Frame,
    first: impl FnOnce(&mut PgWorld) -> Result<D, Fault>,
    second: impl FnOnce(&mut PgWorld, D) -> Result<Done<T>, Fault>,
) -> T {
    let settings = SettingsScope::pinned_path();
    let opened = Opened::begin(action, question);
    let mut world = PgWorld::new(opened.call);
    let begun = attempt(|| {
        procedure::may_commit(frame, action)?;
        procedure::with_snapshot(|| first(&mut world))
    });
    let halfway = match begun {
        Ok(Ok(halfway)) => halfway,
        Ok(Err(fault)) => return opened.conclude(&world, Ok(Err(fault))),
        Err(caught) => return opened.conclude(&world, Err(caught)),
    };
    // A scope of settings ends with its transaction.
    drop(settings);
    if let Err(caught) = procedure::commit() {
        return opened.conclude(&world, Err(caught));
    }
    let _settings = SettingsScope::pinned_path();
    let outcome = attempt(|| second(&mut world, halfway));
    opened.conclude(&world, outcome)
}

/// A call whose opening entry is durable.
struct Opened {
    way: Way,
    call: i64,
    started: Micros,
}

impl Opened {
    fn begin(action: &str, question: Option<&str>) -> Opened {
        let started = world::clock();
        let who = who::caller();
        let opened = Way::of_this_server().and_then(|way| Ok((way, open(way, action, question, &who)?)));
        match opened {
            Ok((way, call)) => Opened { way, call, started },
            Err(fault) => error::raise(fault),
        }
    }

    /// Closes the call and hands on what came of it, value or error.
    fn conclude<T>(self, world: &PgWorld, outcome: Result<Result<Done<T>, Fault>, Caught>) -> T {
        let elapsed_ms = (world::clock() - self.started) as f64 / 1_000.0;
        let close = |ending: Ending| close(self.way, self.call, world, elapsed_ms, ending);
        match outcome {
            Ok(Ok(done)) => {
                let (value, ending) = Ending::of(done);
                if let Err(fault) = close(ending) {
                    error::raise(fault);
                }
                value
            }
            Ok(Err(fault)) => {
                let ending = Ending::failed("error", fault.kind.sqlstate(), &fault.message);
                warn_if_unclosed(close(ending));
                error::raise(fault)
            }
            Err(caught) => {
                let outcome = if is_cancel(&caught) { "cancelled" } else { "error" };
                warn_if_unclosed(close(Ending::failed(outcome, &caught.sqlstate(), &caught.message())));
                caught.raise_on()
            }
        }
    }
}

fn is_cancel(caught: &Caught) -> bool {
    caught.code() == PgSqlErrorCode::ERRCODE_QUERY_CANCELED
}

/// The error on its way out matters more; the writer closes the call as lost when this backend is gone.
fn warn_if_unclosed(closed: Result<i64, Fault>) {
    if let Err(fault) = closed {
        error::warn(format!("the audit entry of this call is not closed: {}", fault.message));
    }
}

/// How a call ended.
#[derive(Default)]
struct Ending {
    outcome: &'static str,
    sqlstate: Option<String>,
    rows: usize,
    texts: BTreeMap<String, String>,
    report: Option<KeptReport>,
    tokens: Option<i64>,
}

impl Ending {
    fn of<T>(done: Done<T>) -> (T, Ending) {
        let mut texts = BTreeMap::new();
        if let Some(answer) = done.answer {
            texts.insert("answer".into(), answer);
        }
        if !done.evidence.is_empty() {
            texts.insert("evidence".into(), serde_json::to_string(&done.evidence).unwrap_or_default());
        }
        let (rows, report, tokens) = (done.rows, done.report, done.tokens);
        let ending = Ending { outcome: "ok", sqlstate: None, rows, texts, report, tokens };
        (done.value, ending)
    }

    fn failed(outcome: &'static str, sqlstate: &str, message: &str) -> Ending {
        let texts = BTreeMap::from([("error".to_owned(), message.to_owned())]);
        Ending { outcome, sqlstate: Some(sqlstate.to_owned()), texts, ..Ending::default() }
    }
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn kept(text: &str) -> String {
    if text.len() <= KEPT_TEXT_BYTES {
        return text.to_owned();
    }
    let mut end = KEPT_TEXT_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{} [{} more bytes not kept]", text.get(..end).unwrap_or_default(), text.len() - end)
}

pub(super) fn open(way: Way, action: &str, question: Option<&str>, who: &Who) -> Result<i64, Fault> {
    let mut texts = BTreeMap::new();
    if let Some(question) = question {
        texts.insert("question".to_owned(), kept(question));
    }
    if !who.application.is_empty() {
        texts.insert("application".to_owned(), who.application.clone());
    }
    let entry = object(json!({
        "action": action,
        "authenticated": who.authenticated,
        "role": who.role,
        "database": who.database,
        "client": who.client,
        "pid": who.pid,
    }));
    let backend = Some(Backend { pid: who.pid, start: who.backend_start });
    let message = Message { kind: "open".into(), entry, texts, backend, report: None };
    way.submit(&message, guc::audit_timeout(), Patience::Interruptible)
}

fn close(way: Way, call: i64, world: &PgWorld, elapsed_ms: f64, ending: Ending) -> Result<i64, Fault> {
    let entry = object(json!({
        "call": call,
        "outcome": ending.outcome,
        "sqlstate": ending.sqlstate,
        "rows": ending.rows,
        "ms": (elapsed_ms * 1_000.0).round() / 1_000.0,
        "tokens": ending.tokens,
        "facts": world.facts_read(),
        "egress": world.egress(),
    }));
    let message = Message { kind: "close".into(), entry, texts: ending.texts, backend: None, report: ending.report };
    way.submit(&message, guc::audit_timeout(), Patience::UntilTimeout)
}
