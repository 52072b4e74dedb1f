//! An audited call of a background worker's own: opened before anything leaves, with a ledger entry for each request.

use super::call;
use super::patience::Patience;
use super::way::Way;
use super::{ledger, Message};
use crate::pg::{guc, who, world};
use copilot_core::world::Micros;
use copilot_core::Fault;
use serde_json::{json, Value};
use std::collections::BTreeMap;

pub(crate) struct Errand {
    way: Way,
    call: i64,
    started: Micros,
    egress: Vec<Value>,
}

impl Errand {
    pub(crate) fn begin(action: &str) -> Result<Errand, Fault> {
        let way = Way::of_this_server()?;
        let call = call::open(way, action, None, &who::caller())?;
        Ok(Errand { way, call, started: world::clock(), egress: Vec::new() })
    }

    /// Enters a request in the ledger: its place once that is durable.
    pub(crate) fn enter(&self, url: &str, body: &str) -> Result<i64, Fault> {
        ledger::enter_alert(self.call, url, body)
    }

    /// How a request ended.
    pub(crate) fn note(&mut self, ended: Value) {
        self.egress.push(ended);
    }

    pub(crate) fn finish(self) -> Result<(), Fault> {
        let ms = (world::clock() - self.started) as f64 / 1_000.0;
        let entry = json!({
            "call": self.call, "outcome": "ok", "sqlstate": null, "rows": self.egress.len(), "ms": ms, "tokens": 0,
            "facts": [], "egress": self.egress,
        });
        let entry = entry.as_object().cloned().unwrap_or_default();
        let message = Message { kind: "close".into(), entry, texts: BTreeMap::new(), backend: None, report: None };
        self.way.submit(&message, guc::audit_timeout(), Patience::UntilTimeout).map(|_| ())
    }
}
