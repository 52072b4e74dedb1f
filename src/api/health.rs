//! `copilot.health_report()`, `copilot.health_diff()`, `copilot.findings()`, `copilot.checks()`, `copilot.explain_check()`, `copilot.doctor()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::audit::KeptReport;
use crate::pg::error;
use crate::pg::guc;
use crate::pg::stream::micros_of;
use crate::pg::text::{Jsonb, Text};
use crate::pg::{reports, who};
use copilot_core::checks::manual;
use copilot_core::flows::{checks as checks_flow, doctor as doctor_flow, explain_check as explain_flow};
use copilot_core::flows::{findings as findings_flow, health_diff as diff_flow, health_report as report_flow};
use copilot_core::report::Format;
use copilot_core::value::utc;
use pgrx::prelude::*;

fn word(word: &str) -> Text {
    Text(word.to_owned())
}

/// The health of this database, as a text. Every report is kept in `copilot.reports`.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn health_report(format: default!(Option<Text>, "'text'")) -> Text {
    let format = format.map(|text| text.0);
    let arguments = format.as_ref().map(|format| format!("format {format}"));
    audited("health_report", arguments.as_deref(), |world, _| {
        let format = Format::parse(format.as_deref(), Format::ALL)?;
        let report = report_flow::health_report(world)?;
        let text = report.laid_out(format, guc::report_width());
        let kept = KeptReport { author: who::caller().role, verdict: report.verdict(), report: report.json() };
        Ok(Done { report: Some(kept), ..Done::text(Text(text), &report.verdict(), report.evidence()) })
    })
}

/// A look now against a stored report.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn health_diff(
    since: default!(Option<TimestampWithTimeZone>, "NULL"),
) -> TableIterator<
    'static,
    (
        name!(state, Text),
        name!(fingerprint, Text),
        name!(check_id, Text),
        name!(check_name, Text),
        name!(object_kind, Text),
        name!(object, Text),
        name!(severity_before, Option<Text>),
        name!(severity_now, Option<Text>),
        name!(summary, Text),
        name!(reason, Option<Text>),
    ),
> {
    let micros = since.map(micros_of);
    let arguments = micros.map(|time| format!("since {}", utc(time)));
    let mut notice = String::new();
    let rows = audited("health_diff", arguments.as_deref(), |world, _| {
        let found = diff_flow::health_diff(world, reports::newest(since)?, micros)?;
        notice = found.notice;
        Ok(Done::rows(found.rows, found.evidence))
    });
    error::notice(notice);
    TableIterator::new(rows.into_iter().map(|d| {
        (
            word(d.state),
            Text(d.fingerprint),
            Text(d.check_id),
            Text(d.check_name),
            Text(d.object_kind),
            Text(d.object),
            d.severity_before.map(word),
            d.severity_now.map(word),
            Text(d.summary),
            d.reason.map(Text),
        )
    }))
}

/// What was found, a row a finding, the worst first.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn findings() -> TableIterator<
    'static,
    (
        name!(fingerprint, Text),
        name!(check_id, Text),
        name!(check_name, Text),
        name!(severity, Text),
        name!(object_kind, Text),
        name!(object, Text),
        name!(summary, Text),
        name!(remedy_class, Text),
        name!(remedy_sql, Option<Text>),
        name!(revert_sql, Option<Text>),
        name!(advice, Text),
        name!(nature, Text),
        name!(evidence, Jsonb),
    ),
> {
    let mut notice = None;
    let rows = audited("findings", None, |world, _| {
        let found = findings_flow::findings(world)?;
        notice = found.notice();
        let evidence = found.evidence();
        Ok(Done::rows(found.rows, evidence))
    });
    if let Some(notice) = notice {
        error::notice(notice);
    }
    TableIterator::new(rows.into_iter().map(|f| {
        (
            Text(f.fingerprint),
            word(f.check_id),
            word(f.check_name),
            word(manual::severity(f.severity)),
            word(f.object_kind),
            Text(f.object),
            Text(f.summary),
            word(manual::remedy_class(f.remedy_class)),
            f.remedy_sql.map(Text),
            f.revert_sql.map(Text),
            Text(f.advice),
            word(manual::nature(f.nature)),
            Jsonb(serde_json::to_value(f.evidence).unwrap_or_default()),
        )
    }))
}

/// Everything that can be checked.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
#[allow(clippy::type_complexity, reason = "named OUT columns")]
fn checks() -> TableIterator<
    'static,
    (
        name!(id, Text),
        name!(name, Text),
        name!(check_group, Text),
        name!(what, Text),
        name!(why, Text),
        name!(reads, Vec<String>),
        name!(needs, Option<Text>),
        name!(min_major, i32),
        name!(severity_max, Text),
        name!(remedy_class, Text),
        name!(nature, Text),
        name!(thresholds, Jsonb),
        name!(refuted_by, Text),
    ),
> {
    let rows = audited("checks", None, |_, _| Ok(Done::rows(checks_flow::checks(), Vec::new())));
    TableIterator::new(rows.into_iter().map(|c| {
        (
            word(c.id),
            word(c.name),
            word(c.group),
            Text(c.what),
            word(c.why),
            c.reads.iter().map(|stem| stem.to_string()).collect(),
            (!c.needs.is_empty()).then(|| word(c.needs)),
            i32::try_from(c.min_major).unwrap_or_default(),
            word(manual::severity(c.severity_max)),
            word(manual::remedy_class(c.remedy_class)),
            word(manual::nature(c.nature)),
            Jsonb(c.thresholds),
            word(c.refuted_by),
        )
    }))
}

/// One check, explained: what, why, how it is measured, thresholds, remedy, what refutes it.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn explain_check(id: Option<Text>) -> Text {
    let id = id.map(|text| text.0);
    audited("explain_check", id.as_deref(), |_, _| {
        let text = explain_flow::explain_check(id.as_deref())?;
        Ok(Done::sentence(text))
    })
}

/// What is missing in the set-up, and the command for each.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn doctor(
) -> TableIterator<'static, (name!(item, Text), name!(state, Text), name!(detail, Text), name!(command, Option<Text>))>
{
    let rows = audited("doctor", None, |world, _| Ok(Done::rows(doctor_flow::doctor(world)?.rows, Vec::new())));
    TableIterator::new(
        rows.into_iter().map(|d| (Text(d.item), word(d.state.word()), Text(d.detail), d.command.map(Text))),
    )
}
