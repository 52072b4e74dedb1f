//! `copilot.run_sql()`, `copilot.explain()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::text::{JsonText, Text};
use crate::pg::{error, gate};
use copilot_core::flows::explain::{explain_counted, explain_text, Explained};
use copilot_core::flows::run_sql as flow;
use copilot_core::{Fault, Kind};
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

/// Stands around a computed argument of a function that cannot be ended: gives it on, or raises when it is too large.
#[pg_extern(schema = "copilot", immutable, parallel_safe)]
fn _at_most(value: Option<AnyElement>, most: Option<i64>) -> Option<AnyElement> {
    let given = value?;
    let most = u64::try_from(most.unwrap_or_default()).unwrap_or_default();
    if gate::magnitude(given.datum(), given.oid()) > most {
        error::raise(
            Fault::new(Kind::OverLimit, "an argument is too large for a function that cannot be ended while it runs")
                .detail(format!("It is limited to {most} here."))
                .hint("make it smaller, or look at fewer rows"),
        );
    }
    Some(given)
}
