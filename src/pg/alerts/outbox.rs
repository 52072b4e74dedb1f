//! Messages that wait to be sent. Each statement runs as the extension's owner, in a transaction of whoever calls.

use super::internal;
use crate::pg::audit::store::{arg, run};
use crate::pg::text::Text;
use copilot_core::alerts::retry::Next;
use copilot_core::alerts::Event;
use copilot_core::Fault;
use pgrx::prelude::TimestampWithTimeZone;
use pgrx::Spi;

/// Longer than a request may take, so that nobody else takes the message meanwhile.
const LEASE_SECONDS: i64 = 300;

/// A message that this sender has taken.
pub(super) struct Mail {
    pub(super) id: i64,
    pub(super) event: Option<Event>,
    /// This one is counted.
    pub(super) attempts: i64,
    pub(super) age_seconds: i64,
}

/// A newer message about a finding takes the place of one that still waits.
pub(super) fn put(event: &Event) -> Result<(), Fault> {
    let print = || arg(Text(event.fingerprint.clone()));
    run("delete from copilot._alert_outbox where fingerprint = $1 and outcome = 'waiting'", &[print()])?;
    let json = serde_json::to_string(event).unwrap_or_default();
    run(
        "insert into copilot._alert_outbox (fingerprint, event, at, due_at)
         values ($1, $2::jsonb, clock_timestamp(), clock_timestamp())",
        &[print(), arg(Text(json))],
    )
}

/// What is done stays for a week.
pub(super) fn forget_old() -> Result<(), Fault> {
    run("delete from copilot._alert_outbox where done_at < now() - interval '7 days'", &[])
}

pub(super) fn claim() -> Result<Option<Mail>, Fault> {
    Spi::connect_mut(|client| {
        let sql = include_str!("../../../sql/alerts/claim.sql");
        let table = client.update(sql, Some(1), &[arg(LEASE_SECONDS)])?;
        if table.is_empty() {
            return Ok(None);
        }
        let row = table.first();
        Ok(Some(Mail {
            id: row.get(1)?.unwrap_or_default(),
            event: serde_json::from_str(&row.get::<Text>(2)?.unwrap_or_default().0).ok(),
            attempts: row.get(3)?.unwrap_or_default(),
            age_seconds: row.get(4)?.unwrap_or_default(),
        }))
    })
    .map_err(internal)
}

pub(super) fn done(mail: i64, next: &Next) -> Result<(), Fault> {
    let (outcome, why, seconds) = match next {
        Next::Sent => ("sent", None, 0),
        Next::Again(seconds, why) => ("waiting", Some(why), *seconds),
        Next::GivenUp(why) => ("given up", Some(why), 0),
    };
    run(
        include_str!("../../../sql/alerts/done.sql"),
        &[arg(mail), arg(Text(outcome.into())), arg(why.map(|why| Text(why.clone()))), arg(seconds)],
    )
}

/// What waits.
pub(crate) struct Waiting {
    pub(crate) all: i64,
    pub(crate) due: i64,
    /// Milliseconds until the next of those that are not due.
    pub(crate) next_ms: Option<i64>,
    pub(crate) next_at: Option<TimestampWithTimeZone>,
}

impl Waiting {
    pub(crate) fn now() -> Result<Waiting, Fault> {
        Spi::connect(|client| {
            let table = client.select(include_str!("../../../sql/alerts/waiting.sql"), Some(1), &[])?;
            let row = table.first();
            Ok(Waiting {
                all: row.get(1)?.unwrap_or_default(),
                due: row.get(2)?.unwrap_or_default(),
                next_ms: row.get(3)?,
                next_at: row.get(4)?,
            })
        })
        .map_err(internal)
    }
}
