//! `copilot.audit`, `copilot.evidence()`, `copilot.verify_audit()`, `copilot.erase_audit_text()`, `copilot.prune_audit()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::audit::{erase, read, retention, verify};
use crate::pg::error;
use crate::pg::stream::micros_of;
use crate::pg::text::{Jsonb, Text};
use copilot_core::evidence::Nature;
use copilot_core::flows::ask::evidence_rows;
use copilot_core::proof::{Held, Outcome};
use copilot_core::value::utc;
use copilot_core::Fault;
use pgrx::prelude::*;

/// The rows behind the view `copilot.audit`: the caller's own, or all for `copilot_auditor`.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "the columns of the view are named here and nowhere else")]
fn _audit_rows() -> TableIterator<
    'static,
    (
        name!(id, i64),
        name!(at, TimestampWithTimeZone),
        name!(authenticated, Option<Text>),
        name!(role, Option<Text>),
        name!(client, Option<Text>),
        name!(application, Option<Text>),
        name!(database, Option<Text>),
        name!(pid, Option<i32>),
        name!(action, Option<Text>),
        name!(question, Option<Text>),
        name!(outcome, Text),
        name!(sqlstate, Option<Text>),
        name!(rows, Option<i64>),
        name!(ms, Option<f64>),
        name!(tokens, Option<i64>),
        name!(facts, Option<Jsonb>),
        name!(answer, Option<Text>),
        name!(evidence, Option<Jsonb>),
        name!(error, Option<Text>),
    ),
> {
    let rows = match read::rows(None) {
        Ok(rows) => rows,
        Err(fault) => error::raise(fault),
    };
    TableIterator::new(rows.into_iter().map(|r| {
        (
            r.id,
            r.at,
            r.authenticated,
            r.role,
            r.client,
            r.application,
            r.database,
            r.pid,
            r.action,
            r.question,
            r.outcome,
            r.sqlstate,
            r.rows,
            r.ms,
            r.tokens,
            r.facts.map(Jsonb),
            r.answer,
            r.evidence.map(Jsonb),
            r.error,
        )
    }))
}

/// The evidence of one call, piece by piece.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn evidence(
    audit_id: Option<i64>,
) -> TableIterator<
    'static,
    (
        name!(id, Text),
        name!(source, Text),
        name!(object, Text),
        name!(measure, Text),
        name!(value, Text),
        name!(unit, Text),
        name!(nature, Text),
    ),
> {
    let question = audit_id.map(|id| id.to_string());
    let kept = audited("evidence", question.as_deref(), |_, _| {
        let id = audit_id.ok_or_else(|| Fault::null_argument("audit_id", read::LATEST_CALLS))?;
        Ok(Done::rows(read::evidence(id)?, Vec::new()))
    });
    TableIterator::new(evidence_rows(&kept).into_iter().map(|e| {
        let nature = match e.nature {
            Nature::Measured => "measured",
            Nature::Estimated => "estimated",
        };
        let [id, source, object, measure, value, unit] =
            [e.id, e.source, e.object, e.measure, e.value, e.unit].map(Text);
        (id, source, object, measure, value, unit, Text(nature.into()))
    }))
}

/// Verifies the audit chain of this database.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn verify_audit(
    anchor: default!(Option<Text>, "NULL"),
) -> TableIterator<
    'static,
    (
        name!(holds, bool),
        name!(verdict, Text),
        name!(rows, i64),
        name!(texts, i64),
        name!(texts_gone, i64),
        name!(first_bad_row, Option<i64>),
        name!(reason, Option<Text>),
        name!(anchored_to, Option<i64>),
        name!(head, Option<Text>),
    ),
> {
    let anchor = anchor.map(|text| text.0);
    let verdict = audited("verify_audit", anchor.as_deref(), |_, _| {
        let held = anchor.as_deref().map(Held::parse).transpose()?;
        Ok(Done::one(verify::verify(held)?))
    });
    TableIterator::once((
        verdict.outcome == Outcome::Holds,
        Text(verdict.outcome.word().into()),
        verdict.rows,
        verdict.texts,
        verdict.texts_gone,
        verdict.first_bad,
        verdict.reason.map(Text),
        verdict.anchored_to,
        verdict.head.map(Text),
    ))
}

/// Erases the texts of one call.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn erase_audit_text(
    id: Option<i64>,
    reason: Option<Text>,
) -> TableIterator<'static, (name!(entry, i64), name!(name, Text))> {
    let said = |id: Option<i64>| id.map_or_else(|| "null".to_owned(), |id| id.to_string());
    let reason = reason.map(|text| text.0);
    let arguments = format!("id {}: {}", said(id), reason.as_deref().unwrap_or("null"));
    let erased = audited("erase_audit_text", Some(&arguments), |_, call| {
        let id = id.ok_or_else(|| Fault::null_argument("id", erase::EXAMPLE))?;
        let reason = reason.as_deref().ok_or_else(|| Fault::null_argument("reason", erase::EXAMPLE))?;
        Ok(Done::rows(erase::erase(call, id, reason)?, Vec::new()))
    });
    TableIterator::new(erased.into_iter().map(|text| (text.entry, Text(text.name))))
}

/// Drops whole months of the audit.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn prune_audit(
    before: Option<TimestampWithTimeZone>,
) -> TableIterator<
    'static,
    (name!(months, Vec<String>), name!(entries, i64), name!(through, Option<i64>), name!(kept, Option<Text>)),
> {
    let before = before.map(micros_of);
    let arguments = before.map(|time| format!("before {}", utc(time)));
    let pruned = audited("prune_audit", arguments.as_deref(), |_, call| {
        let before = before.ok_or_else(|| Fault::null_argument("before", retention::EXAMPLE))?;
        Ok(Done::one(retention::prune(call, before)?))
    });
    TableIterator::once((pruned.months, pruned.entries, pruned.through, pruned.kept.map(Text)))
}
