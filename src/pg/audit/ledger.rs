//! The ledger of what leaves the server: an entry of the chain for each request, durable before its first byte goes.

use super::patience::Patience;
use super::read::{internal, tables_exist, Sight};
use super::way::Way;
use super::Message;
use crate::pg::guc;
use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::settings_scope::SettingsScope;
use crate::pg::text::Text;
use copilot_core::llm::{sha256, LastSent, Outgoing};
use copilot_core::Fault;
use copilot_net::Target;
use pgrx::prelude::TimestampWithTimeZone;
use pgrx::spi::{Spi, SpiHeapTupleData};
use serde_json::{json, Value};
use std::collections::BTreeMap;

/// Enters a request and returns its number once that is durable. Of the URL only the origin is kept: path and query may
/// hold a secret.
pub(crate) fn enter(call: i64, outgoing: &Outgoing) -> Result<i64, Fault> {
    let fields = json!({
        "call": call,
        "host": Target::parse(&outgoing.url).map(|t| t.origin()).unwrap_or_default(),
        "model": outgoing.model,
        "bytes": outgoing.body.len(),
        "sha256": outgoing.sha256(),
    });
    let entry = fields.as_object().cloned().unwrap_or_default();
    let message = Message { kind: "egress".into(), entry, texts: BTreeMap::new(), backend: None, report: None };
    Way::of_this_server()?.submit(&message, guc::audit_timeout(), Patience::Interruptible)
}

/// The same for a message about an alert.
pub(super) fn enter_alert(call: i64, url: &str, body: &str) -> Result<i64, Fault> {
    let fields = json!({
        "call": call,
        "host": Target::parse(url).map(|t| t.origin()).unwrap_or_default(),
        "purpose": "alert",
        "bytes": body.len(),
        "sha256": sha256(body),
    });
    let entry = fields.as_object().cloned().unwrap_or_default();
    let message = Message { kind: "egress".into(), entry, texts: BTreeMap::new(), backend: None, report: None };
    Way::of_this_server()?.submit(&message, guc::audit_timeout(), Patience::Interruptible)
}

/// One row of the view `copilot.egress`.
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) at: TimestampWithTimeZone,
    pub(crate) audit_id: i64,
    pub(crate) host: Option<Text>,
    pub(crate) model: Option<Text>,
    pub(crate) bytes: Option<i64>,
    pub(crate) digest: Option<Text>,
    pub(crate) outcome: Text,
    pub(crate) status: Option<i32>,
    pub(crate) ms: Option<f64>,
}

/// How many entries are looked through for the last one of the caller's.
const LATEST: i64 = 50;

/// The last request to a model of the caller's calls whose end is known.
pub(crate) fn last() -> Result<Option<LastSent>, Fault> {
    let is_over = |row: &Row| !["under way", "unfinished"].contains(&row.outcome.0.as_str());
    let ended = rows(Some(LATEST))?.into_iter().find(|row| row.model.is_some() && is_over(row));
    Ok(ended.map(|row| LastSent {
        host: row.host.map(|host| host.0).unwrap_or_default(),
        outcome: row.outcome.0,
        status: row.status,
    }))
}

/// The rows the caller may see, newest first: those of the calls the caller may see, among the latest so many requests.
pub(crate) fn rows(latest: Option<i64>) -> Result<Vec<Row>, Fault> {
    let _settings = SettingsScope::pinned_path();
    let sight = Sight::of_caller();
    let _identity = ActingAsOwner::begin(owner::of_extension()?);
    if !tables_exist()? {
        return Ok(Vec::new());
    }
    Spi::connect(|client| {
        let table =
            client.select(include_str!("../../../sql/audit/egress.sql"), None, &[latest.into()]).map_err(internal)?;
        table.filter_map(|row| one(&row, &sight).transpose()).collect::<Result<_, _>>().map_err(internal)
    })
}

/// None when the caller may not see it.
fn one(row: &SpiHeapTupleData, sight: &Sight) -> Result<Option<Row>, pgrx::spi::Error> {
    let parsed = |at: usize| -> Result<Value, pgrx::spi::Error> {
        Ok(row.get::<Text>(at)?.and_then(|text| serde_json::from_str(&text.0).ok()).unwrap_or_default())
    };
    let (entry, opening, closing) = (parsed(4)?, parsed(5)?, parsed(6)?);
    if !sight.covers(&opening) {
        return Ok(None);
    }
    let id = row.get::<i64>(1)?.unwrap_or_default();
    // A closing entry that came from a standby's file counts by the places of that file.
    let place = entry.pointer("/imported/seq").and_then(Value::as_i64).unwrap_or(id);
    let mut endings = closing.get("egress").and_then(Value::as_array).into_iter().flatten();
    let ending = endings.find(|e| e.get("seq").and_then(Value::as_i64) == Some(place)).cloned().unwrap_or_default();
    let text = |of: &Value, field: &str| of.get(field).and_then(Value::as_str).map(|s| Text(s.to_owned()));
    // A call that was lost does not tell how its requests ended.
    let open = if closing.is_null() { "under way" } else { "unfinished" };
    Ok(Some(Row {
        id,
        at: row.get(2)?.ok_or(pgrx::spi::Error::InvalidPosition)?,
        audit_id: row.get(3)?.unwrap_or_default(),
        host: text(&entry, "host"),
        model: text(&entry, "model"),
        bytes: entry.get("bytes").and_then(Value::as_i64),
        digest: text(&entry, "sha256"),
        outcome: text(&ending, "outcome").unwrap_or_else(|| Text(open.into())),
        status: ending.get("status").and_then(Value::as_i64).and_then(|s| i32::try_from(s).ok()),
        ms: ending.get("ms").and_then(Value::as_f64),
    }))
}
