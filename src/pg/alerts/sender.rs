//! Sends what is due: ledger first, then the network. Runs in a worker of its own, which the writer starts when a report
//! gives something to send, and `deliver_alerts()`.

use super::outbox::{self, Mail, Waiting};
use crate::pg::audit::errand::Errand;
use crate::pg::background;
use crate::pg::guc::{self, WebhookFormat};
use crate::pg::http::key::{KeyReference, Secret, WEBHOOK};
use crate::pg::http::{self, Route};
use crate::pg::{error, model};
use copilot_core::alerts::retry::{next, Next};
use copilot_core::alerts::{body, Receiver};
use copilot_core::{Fault, Kind};
use copilot_net::{Failure, Response};
use pgrx::bgworkers::BackgroundWorkerBuilder;
use pgrx::{pg_sys, IntoDatum};
use serde_json::json;

/// Registers a sender for this database; false when the server has no slot for it.
pub(crate) fn start() -> bool {
    // SAFETY: variables of the backend.
    let (database, pid) = unsafe { (pg_sys::MyDatabaseId, pg_sys::MyProcPid) };
    BackgroundWorkerBuilder::new("copilot alert sender")
        .set_library("copilot_ext")
        .set_function("copilot_alert_sender_main")
        .set_argument(database.into_datum())
        .set_notify_pid(pid)
        .enable_spi_access()
        .load_dynamic()
        .is_ok()
}

/// Sends what is due now, in one audited call; none when nothing was due.
pub(crate) fn send_due() -> Result<(), String> {
    let Some(first) = background::aside(outbox::claim)? else { return Ok(()) };
    let mut errand = background::apart(|| Errand::begin("send_alerts"))?;
    let mut mail = Some(first);
    while let Some(taken) = mail {
        let next = background::apart(|| Ok(send(&mut errand, &taken)))?;
        if let Next::Again(_, why) | Next::GivenUp(why) = &next {
            error::log(format!(
                "copilot alerts: message {} was not sent at attempt {}: {why}",
                taken.id, taken.attempts
            ));
        }
        background::aside(|| outbox::done(taken.id, &next))?;
        mail = background::aside(outbox::claim)?;
    }
    background::apart(|| errand.finish())
}

/// Milliseconds until something is due again, if anything is.
pub(crate) fn next_due_ms() -> Result<Option<i64>, String> {
    let waiting = background::aside(Waiting::now)?;
    Ok(if waiting.due > 0 { Some(0) } else { waiting.next_ms })
}

fn send(errand: &mut Errand, mail: &Mail) -> Next {
    let Some(event) = &mail.event else { return Next::GivenUp("the message cannot be read".into()) };
    let url = guc::webhook_url();
    if url.is_empty() {
        return Next::GivenUp("no webhook is set any more (copilot.webhook_url)".into());
    }
    let receiver = match guc::webhook_format() {
        WebhookFormat::Slack => Receiver::Slack,
        WebhookFormat::Pagerduty => Receiver::PagerDuty,
        WebhookFormat::Alertmanager => Receiver::Alertmanager,
    };
    let outcome = key(receiver).and_then(|key| {
        let in_body = key.as_ref().filter(|_| receiver == Receiver::PagerDuty).map(Secret::reveal);
        let body = body(receiver, event, in_body);
        let bearer = key.as_ref().filter(|_| receiver != Receiver::PagerDuty);
        let seq =
            errand.enter(&url, &body).map_err(|fault| format!("it could not be entered in the ledger: {fault}"))?;
        let reply = http::post_to(&Route { url: &url, bearer, ..guc::webhook_route() }, body.as_bytes());
        note(errand, seq, &reply);
        reply.map_err(|failure| failure.to_string())
    });
    next(mail.attempts, mail.age_seconds, outcome.map(|reply| (reply.status, asked_seconds(&reply))))
}

/// The key, where one is set; PagerDuty cannot do without.
fn key(receiver: Receiver) -> Result<Option<Secret>, String> {
    let reference = KeyReference::parse(&guc::webhook_key()).unwrap_or(KeyReference::None);
    let key =
        reference.read(&WEBHOOK).map_err(|fault| format!("{}: {}", fault.message, fault.detail.unwrap_or_default()))?;
    match (receiver, &key) {
        (Receiver::PagerDuty, None) => Err("PagerDuty needs a routing key (copilot.webhook_key)".into()),
        _ => Ok(key),
    }
}

fn note(errand: &mut Errand, seq: i64, reply: &Result<Response, Failure>) {
    let (outcome, status, ms) = match reply {
        Ok(reply) => ("replied", Some(reply.status), reply.ms),
        Err(failure) => (model::word_of(failure), None, failure.ms),
    };
    errand.note(json!({"seq": seq, "outcome": outcome, "status": status, "ms": ms}));
}

fn asked_seconds(reply: &Response) -> Option<i64> {
    let asked = reply.headers.iter().find(|(name, _)| name == "retry-after")?;
    asked.1.trim().parse().ok()
}

/// For a caller who wants what is due to be sent.
pub(crate) fn deliver() -> Result<(Waiting, Option<&'static str>), Fault> {
    let owner = crate::pg::owner::of_extension()?;
    let waiting = {
        let _identity = crate::pg::owner::ActingAsOwner::begin(owner);
        Waiting::now()?
    };
    if guc::webhook_url().is_empty() {
        return Ok((waiting, Some("no webhook is set (copilot.webhook_url), so nothing is sent")));
    }
    if waiting.due > 0 && !start() {
        return Err(Fault::new(Kind::AuditUnavailable, "no worker could be started to send what is due")
            .detail("The server has no free slot for a background worker.")
            .hint("raise max_worker_processes"));
    }
    Ok((waiting, None))
}
