//! `copilot.set_threshold()`, `copilot.suppress()`, `copilot.add_check()`, and their ways back.

use crate::pg::audit::call::{audited, Done};
use crate::pg::gate;
use crate::pg::stream::micros_of;
use crate::pg::text::Text;
use crate::pg::world::PgWorld;
use copilot_core::flows::{own_checks, suppress as suppressing, thresholds};
use copilot_core::value::utc;
use copilot_core::Fault;
use pgrx::prelude::*;

/// Sets a threshold of a check to another value.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn set_threshold(check_id: Option<Text>, threshold: Option<Text>, value: Option<f64>, reason: Option<Text>) -> Text {
    let (check_id, threshold, reason) = (given(check_id), given(threshold), given(reason));
    let said = [named("check", &check_id), named("threshold", &threshold), value.map(|v| format!("value {v}"))];
    decided("set_threshold", said, &reason, |world| {
        thresholds::set(world, check_id.as_deref(), threshold.as_deref(), value, reason.as_deref())
    })
}

/// Takes that back.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn reset_threshold(check_id: Option<Text>, threshold: Option<Text>, reason: Option<Text>) -> Text {
    let (check_id, threshold, reason) = (given(check_id), given(threshold), given(reason));
    decided("reset_threshold", [named("check", &check_id), named("threshold", &threshold)], &reason, |world| {
        thresholds::reset(world, check_id.as_deref(), threshold.as_deref(), reason.as_deref())
    })
}

/// Keeps a finding out of reports for a while.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn suppress(fingerprint: Option<Text>, reason: Option<Text>, until: Option<TimestampWithTimeZone>) -> Text {
    let (fingerprint, reason) = (given(fingerprint), given(reason));
    let until = until.map(micros_of);
    let said = [named("finding", &fingerprint), until.map(|until| format!("until {}", utc(until)))];
    decided("suppress", said, &reason, |world| {
        suppressing::suppress(world, fingerprint.as_deref(), reason.as_deref(), until)
    })
}

/// Takes that back.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn unsuppress(fingerprint: Option<Text>, reason: Option<Text>) -> Text {
    let (fingerprint, reason) = (given(fingerprint), given(reason));
    decided("unsuppress", [named("finding", &fingerprint)], &reason, |world| {
        suppressing::unsuppress(world, fingerprint.as_deref(), reason.as_deref())
    })
}

/// Adds a check of one's own to every report.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn add_check(
    id: Option<Text>,
    sql: Option<Text>,
    reason: Option<Text>,
    severity: default!(Option<Text>, "'medium'"),
) -> Text {
    let (id, sql, reason, severity) = (given(id), given(sql), given(reason), given(severity));
    let said = [named("check", &id), named("severity", &severity), named("sql", &sql)];
    decided("add_check", said, &reason, |world| {
        world.look_up_in(gate::Path::of_the_server());
        own_checks::add(world, id.as_deref(), sql.as_deref(), reason.as_deref(), severity.as_deref())
    })
}

/// Takes it away.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn drop_check(id: Option<Text>, reason: Option<Text>) -> Text {
    let (id, reason) = (given(id), given(reason));
    decided("drop_check", [named("check", &id)], &reason, |world| {
        own_checks::drop(world, id.as_deref(), reason.as_deref())
    })
}

fn given(text: Option<Text>) -> Option<String> {
    text.map(|text| text.0)
}

fn named(what: &str, value: &Option<String>) -> Option<String> {
    value.as_ref().map(|value| format!("{what} {value}"))
}

/// One decision, whole in the audit: what, and why.
fn decided<const N: usize>(
    action: &str,
    said: [Option<String>; N],
    reason: &Option<String>,
    decide: impl FnOnce(&mut PgWorld) -> Result<String, Fault>,
) -> Text {
    let question: Vec<String> = said.into_iter().flatten().chain(named("reason", reason)).collect();
    audited(action, Some(&question.join("; ")), |world, _| decide(world).map(Done::sentence))
}
