//! `copilot.ask()`, `copilot.answer()`.

use crate::pg::audit::call::{audited, audited_in_steps, Done};
use crate::pg::procedure::{Frame, OneText};
use crate::pg::text::{Jsonb, Text};
use copilot_core::flows::ask as flow;
use copilot_core::flows::worded::worded;
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

/// The same as a procedure, which commits before it waits for a model: no snapshot is held meanwhile.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn ask_in_steps(question: Option<Text>, answer: default!(Option<Text>, "NULL"), frame: Frame) -> OneText {
    // An INOUT parameter, so that CALL shows it: what comes in is nothing.
    drop(answer);
    let question = question.map(|text| text.0);
    audited_in_steps(
        "ask_in_steps",
        question.as_deref(),
        frame,
        |world| flow::own(world, question.as_deref()),
        |world, own| {
            let answer = worded(world, question.as_deref().unwrap_or_default(), own);
            let text = OneText(Text(answer.text.clone()));
            Ok(Done { tokens: answer.tokens, ..Done::text(text, &answer.text, answer.dossier.evidence) })
        },
    )
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
