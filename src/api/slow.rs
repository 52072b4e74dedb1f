//! `copilot.explain_slow()`, `copilot.slow_report()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::text::{Jsonb, Text};
use copilot_core::flows::explain_slow::explain_slow as flow;
use copilot_core::flows::slow_report::render;
use copilot_core::report::Format;
use pgrx::prelude::*;

/// The statements that cost most in total, and what their counters alone prove.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn explain_slow(
    top: default!(Option<i32>, 5),
) -> TableIterator<
    'static,
    (
        name!(rank, i32),
        name!(queryid, Option<i64>),
        name!(role, Text),
        name!(query, Text),
        name!(calls, i64),
        name!(total_ms, f64),
        name!(mean_ms, f64),
        name!(share_percent, f64),
        name!(rows_per_call, f64),
        name!(blocks_hit, i64),
        name!(blocks_read, i64),
        name!(hit_percent, Option<f64>),
        name!(temp_blocks, i64),
        name!(finding, Text),
        name!(next_step, Text),
        name!(also, Jsonb),
        name!(plan, Text),
        name!(plan_tree, Option<Jsonb>),
        name!(evidence, Jsonb),
    ),
> {
    let arguments = top.map(|top| format!("top {top}"));
    let rows = audited("explain_slow", arguments.as_deref(), |world, _| {
        let slow = flow(world, top)?;
        let evidence = slow.evidence();
        Ok(Done::rows(slow.rows, evidence))
    });
    TableIterator::new(rows.into_iter().map(|r| {
        (
            r.rank,
            r.queryid.and_then(|id| id.parse().ok()),
            Text(r.role_name),
            Text(r.query),
            r.calls,
            rounded(r.total_ms),
            rounded(r.mean_ms),
            rounded(r.share_percent),
            rounded(r.rows_per_call),
            r.blocks_hit,
            r.blocks_read,
            r.hit_percent.map(rounded),
            r.temp_blocks,
            Text(r.finding),
            Text(r.next_step.into()),
            Jsonb(r.also.into()),
            Text(r.plan),
            r.plan_tree.map(|tree| Jsonb(serde_json::to_value(tree).unwrap_or_default())),
            Jsonb(serde_json::to_value(r.evidence).unwrap_or_default()),
        )
    }))
}

/// To three decimals: a microsecond.
fn rounded(x: f64) -> f64 {
    (x * 1_000.0).round() / 1_000.0
}

/// The same as a text to read or to mail.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn slow_report(top: default!(Option<i32>, 5), format: default!(Option<Text>, "'text'")) -> Text {
    let format = format.map(|text| text.0);
    let arguments = format!("top {top:?}, format {format:?}");
    audited("slow_report", Some(&arguments), |world, _| {
        let format = Format::parse(format.as_deref(), Format::PLAIN)?;
        let slow = flow(world, top)?;
        let text = render(&slow, format)?;
        Ok(Done::text(Text(text.clone()), &text, slow.evidence()))
    })
}
