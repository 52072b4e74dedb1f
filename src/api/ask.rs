//! `copilot.ask()`, `copilot.answer()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::text::{Jsonb, Text};
use copilot_core::flows::ask as flow;
use pgrx::prelude::*;

/// Answers a question about this database in plain words.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn ask(question: Option<Text>) -> Text {
    let question = question.map(|text| text.0);
    audited("ask", question.as_deref(), |world, _| {
        let answer = flow::answer(world, question.as_deref())?;
        let tokens = answer.tokens;
        Ok(Done { tokens, ..Done::text(Text(answer.text.clone()), &answer.text, answer.dossier.evidence) })
    })
}

/// The same as one row, with what the answer rests on.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn answer(
    question: Option<Text>,
) -> TableIterator<
    'static,
    (
        name!(answer, Text),
        name!(confidence, Text),
        name!(evidence, Jsonb),
        name!(actions, Jsonb),
        name!(tokens, Option<i64>),
        name!(audit_id, i64),
    ),
> {
    let question = question.map(|text| text.0);
    TableIterator::once(audited("answer", question.as_deref(), |world, audit_id| {
        let answer = flow::answer(world, question.as_deref())?;
        let json = |value: serde_json::Result<serde_json::Value>| Jsonb(value.unwrap_or_default());
        let row = (
            Text(answer.text.clone()),
            Text(answer.confidence.name().into()),
            json(serde_json::to_value(flow::evidence_rows(&answer.dossier.evidence))),
            json(serde_json::to_value(&answer.actions)),
            answer.tokens,
            audit_id,
        );
        Ok(Done { tokens: answer.tokens, ..Done::text(row, &answer.text, answer.dossier.evidence) })
    }))
}
