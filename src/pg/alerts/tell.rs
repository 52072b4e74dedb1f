//! The writer's side: what a report gives to tell is noted, announced and put into the outbox in the transaction that keeps
//! the report, so that it holds exactly when the report does.

use super::{internal, outbox, rules};
use crate::pg::audit::store::{arg, run};
use crate::pg::lookup;
use crate::pg::text::Text;
use crate::pg::{error, guc};
use copilot_core::alerts::{decide, Event, Open};
use copilot_core::report::seen::{Seen, SeenFinding};
use copilot_core::world::Micros;
use copilot_core::Fault;
use pgrx::Spi;
use serde_json::Value;

/// Above this share of the server's queue nothing is announced: a full one would fail the transaction, and the report with it.
const QUEUE_SHARE: f64 = 0.9;

/// Whether a message waits to be sent now.
pub(crate) fn tell(report: i64, at: Micros, json: &Value) -> Result<bool, Fault> {
    // A report by the controls of a framework holds the same findings once more.
    let kind = json.get("schema").and_then(Value::as_str).unwrap_or_default();
    if !kind.starts_with("copilot.health_report/") {
        return Ok(false);
    }
    let (rules, open) = (rules::read()?, open()?);
    if rules.is_empty() && open.is_empty() {
        return Ok(false);
    }
    let told = decide(&rules, &open, &Seen::of(json), report, at);
    let has_webhook = !guc::webhook_url().is_empty();
    for (event, finding) in &told {
        note(event, finding)?;
        if has_webhook {
            outbox::put(event)?;
        }
    }
    announce(&told)?;
    outbox::forget_old()?;
    // Also what waits from before: a report is an occasion.
    Ok(has_webhook && outbox::Waiting::now()?.due > 0)
}

fn open() -> Result<Vec<Open>, Fault> {
    let sql = "select finding::text, (extract(epoch from told_at) * 1000000)::bigint from copilot._open_alerts";
    Spi::connect(|client| {
        let table = client.select(sql, None, &[])?;
        let one = |row: pgrx::spi::SpiHeapTupleData| -> Result<Option<Open>, pgrx::spi::Error> {
            let finding = serde_json::from_str(&row.get::<Text>(1)?.unwrap_or_default().0).ok();
            let told_at = row.get::<i64>(2)?.unwrap_or_default();
            Ok(finding.map(|finding| Open { finding, told_at }))
        };
        table.filter_map(|row| one(row).transpose()).collect::<Result<_, _>>()
    })
    .map_err(internal)
}

fn note(event: &Event, finding: &SeenFinding) -> Result<(), Fault> {
    let print = arg(Text(event.fingerprint.clone()));
    if event.is_resolved() {
        return run("delete from copilot._open_alerts where fingerprint = $1", &[print]);
    }
    let finding = arg(Text(serde_json::to_string(finding).unwrap_or_default()));
    run(
        "insert into copilot._open_alerts (fingerprint, finding, told_at, report)
         values ($1, $2::jsonb, 'epoch'::timestamptz + $3 * interval '1 microsecond', $4)
         on conflict (fingerprint) do update
           set finding = excluded.finding, told_at = excluded.told_at, report = excluded.report",
        &[print, finding, arg(event.at), arg(event.report)],
    )
}

fn announce(told: &[(Event, SeenFinding)]) -> Result<(), Fault> {
    if told.is_empty() {
        return Ok(());
    }
    let usage = lookup::value::<f64>("select pg_notification_queue_usage()", &[]).map_err(internal)?;
    if usage.unwrap_or_default() > QUEUE_SHARE {
        error::log("copilot alerts: nothing is announced on copilot_alert, since the server's queue of notifications is nearly full");
        return Ok(());
    }
    told.iter().try_for_each(|(event, _)| run("select pg_notify('copilot_alert', $1)", &[arg(Text(event.payload()))]))
}
