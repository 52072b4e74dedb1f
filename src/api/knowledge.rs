//! `copilot.refresh_knowledge()`, `copilot.search_schema()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::error;
use crate::pg::text::Text;
use crate::pg::world::clock;
use copilot_core::flows::refresh_knowledge::refresh_knowledge as refresh_flow;
use copilot_core::flows::search_schema::search_schema as search_flow;
use pgrx::prelude::*;

/// Stores one document per object, writing only what changed.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn refresh_knowledge() -> TableIterator<
    'static,
    (name!(added, i32), name!(changed, i32), name!(removed, i32), name!(unchanged, i32), name!(ms, f64)),
> {
    let started = clock();
    let done = audited("refresh_knowledge", None, |world, _| Ok(Done::one(refresh_flow(world)?)));
    let ms = (clock() - started) as f64 / 1_000.0;
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    TableIterator::once((count(done.added), count(done.changed), count(done.removed), count(done.unchanged), ms))
}

/// The objects that a text is about, the likeliest first.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn search_schema(
    text: Option<Text>,
    k: default!(Option<i32>, 10),
) -> TableIterator<
    'static,
    (name!(rank, i32), name!(schema, Text), name!(name, Text), name!(kind, Text), name!(score, f64), name!(why, Text)),
> {
    let text = text.map(|text| text.0);
    let mut notice = None;
    let rows = audited("search_schema", text.as_deref(), |world, _| {
        let found = search_flow(world, text.as_deref(), k)?;
        notice = found.notice(clock());
        Ok(Done::rows(found.rows, Vec::new()))
    });
    if let Some(notice) = notice {
        error::notice(notice);
    }
    TableIterator::new(rows.into_iter().map(|r| {
        let score = (r.score * 1e6).round() / 1e6;
        (r.rank, Text(r.schema_name), Text(r.object_name), Text(r.kind.to_owned()), score, Text(r.why))
    }))
}
