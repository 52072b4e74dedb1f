//! `copilot.preview_prompt()`, `copilot.egress`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::audit::ledger;
use crate::pg::error;
use crate::pg::text::Text;
use copilot_core::flows::preview_prompt as flow;
use pgrx::prelude::*;

/// What would leave the server for a question, byte for byte. Sends nothing.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn preview_prompt(
    question: Option<Text>,
) -> TableIterator<
    'static,
    (
        name!(note, Text),
        name!(url, Option<Text>),
        name!(headers, Option<Text>),
        name!(bytes, Option<i64>),
        name!(digest, Option<Text>),
        name!(body, Option<Text>),
    ),
> {
    let question = question.map(|text| text.0);
    TableIterator::once(audited("preview_prompt", question.as_deref(), |world, _| {
        let preview = flow::preview_prompt(world, question.as_deref())?;
        let headers: Vec<String> = preview.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let outgoing = preview.outgoing.as_ref();
        Ok(Done::one((
            Text(preview.note.clone()),
            outgoing.map(|o| Text(o.shown_url())).filter(|url| !url.0.is_empty()),
            outgoing.map(|_| Text(headers.join("\n"))),
            outgoing.and_then(|o| i64::try_from(o.body.len()).ok()),
            outgoing.map(|o| Text(o.sha256())),
            outgoing.map(|o| Text(o.body.clone())),
        )))
    }))
}

/// The rows behind the view `copilot.egress`: those of the caller's own calls, or all for `copilot_auditor`.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "the columns of the view are named here and nowhere else")]
fn _egress_rows() -> TableIterator<
    'static,
    (
        name!(id, i64),
        name!(at, TimestampWithTimeZone),
        name!(audit_id, i64),
        name!(host, Option<Text>),
        name!(model, Option<Text>),
        name!(bytes, Option<i64>),
        name!(digest, Option<Text>),
        name!(outcome, Text),
        name!(status, Option<i32>),
        name!(ms, Option<f64>),
    ),
> {
    let rows = match ledger::rows(None) {
        Ok(rows) => rows,
        Err(fault) => error::raise(fault),
    };
    TableIterator::new(
        rows.into_iter()
            .map(|r| (r.id, r.at, r.audit_id, r.host, r.model, r.bytes, r.digest, r.outcome, r.status, r.ms)),
    )
}
