//! `copilot.run_sql()`, `copilot.explain()`, `copilot.gate_allow()`, `copilot.gate_forbid()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::gate::allowed;
use crate::pg::regprocedure::Regprocedure;
use crate::pg::text::{JsonText, Text};
use crate::pg::{error, gate, Oid};
use copilot_core::flows::explain::{explain_counted, explain_text, Explained};
use copilot_core::flows::run_sql as flow;
use pgrx::prelude::*;
use pgrx::AnyElement;

/// Runs one statement that only reads, and gives its rows.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn run_sql(sql: Option<Text>) -> SetOfIterator<'static, JsonText> {
    let sql = sql.map(|text| text.0);
    let path = gate::Path::of_caller();
    let mut notice = None;
    let rows = audited("run_sql", sql.as_deref(), |world, _| {
        world.look_up_in(path);
        let rows = flow::run_sql(world, sql.as_deref())?;
        notice = flow::notice(&rows);
        Ok(Done::rows(rows.objects, Vec::new()))
    });
    if let Some(notice) = notice {
        error::notice(notice);
    }
    SetOfIterator::new(rows.into_iter().map(JsonText))
}

fn explained(done: Explained) -> Done<Text> {
    Done::text(Text(done.text.clone()), &done.text, done.evidence)
}

/// The plan of a statement, in words and as a tree.
#[pg_extern(schema = "copilot", name = "explain", volatile, parallel_unsafe)]
fn explain_sql(sql: Option<Text>) -> Text {
    let sql = sql.map(|text| text.0);
    let path = gate::Path::of_caller();
    audited("explain", sql.as_deref(), |world, _| {
        world.look_up_in(path);
        explain_text(world, sql.as_deref()).map(explained)
    })
}

/// The plan of a statement that pg_stat_statements has counted.
#[pg_extern(schema = "copilot", name = "explain", volatile, parallel_unsafe)]
fn explain_queryid(queryid: Option<i64>) -> Text {
    let question = queryid.map(|id| format!("queryid {id}"));
    audited("explain", question.as_deref(), |world, _| explain_counted(world, queryid).map(explained))
}

/// Lets SQL of others call a function that is not in the reviewed list.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn gate_allow(function: Option<Regprocedure>, reason: Option<Text>) -> Text {
    let (function, reason) = (function.map(|function| function.0), reason.map(|text| text.0));
    let question = allowed::question(function, reason.as_deref());
    audited("gate_allow", question.as_deref(), |_, _| allowed::allow(function, reason.as_deref()).map(Done::sentence))
}

/// Takes that back.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn gate_forbid(signature: Option<Text>, reason: Option<Text>) -> Text {
    let (signature, reason) = (signature.map(|text| text.0), reason.map(|text| text.0));
    let question = signature.as_ref().map(|signature| format!("{signature}: {}", reason.as_deref().unwrap_or("NULL")));
    audited("gate_forbid", question.as_deref(), |_, _| {
        allowed::forbid(signature.as_deref(), reason.as_deref()).map(Done::sentence)
    })
}

/// Stands around a computed argument of a function that cannot be ended: gives it on, or raises when it is too large or
/// the statement is to end.
#[pg_extern(schema = "copilot", immutable, parallel_safe)]
fn _at_most(value: Option<AnyElement>, most: Option<i64>) -> Option<AnyElement> {
    let given = value?;
    let most = u64::try_from(most.unwrap_or_default()).unwrap_or_default();
    if let Err(fault) = gate::pass(given.datum(), given.oid(), most) {
        error::raise(fault);
    }
    Some(given)
}

/// Stands in for `pg_sequence_last_value()`, without its lock.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn _sequence_last_value(sequence: Option<Oid>) -> Option<i64> {
    match gate::sequence_last_value(sequence?) {
        Ok(value) => value,
        Err(fault) => error::raise(fault),
    }
}
