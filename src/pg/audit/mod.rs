//! The audit: every call leaves an opening row, durable before the work begins, and a closing row. One writer per
//! database puts them down in transactions of its own (`src/worker/writer.rs`).

pub(crate) mod anchor;
pub(crate) mod call;
mod guard;
pub(crate) mod key_file;
pub(crate) mod queue;
pub(crate) mod read;
pub(crate) mod store;
pub(crate) mod submit;
pub(crate) mod verify;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a caller asks the writer to put down.
#[derive(Serialize, Deserialize)]
pub(crate) struct Message {
    /// `open` or `close` (see `copilot_core::chain`).
    pub(crate) kind: String,
    /// The entry's own fields; the writer adds place, time, key and hashes.
    pub(crate) entry: Map<String, Value>,
    /// Free texts by name, kept beside the entry.
    pub(crate) texts: BTreeMap<String, String>,
    /// The backend of an `open`, so that a call whose backend is gone can be closed as lost.
    pub(crate) backend: Option<Backend>,
    /// A report to keep in `copilot.reports`, with a `close`.
    pub(crate) report: Option<KeptReport>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Backend {
    pub(crate) pid: i32,
    /// The server's own microseconds since 2000.
    pub(crate) start: i64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct KeptReport {
    pub(crate) author: String,
    pub(crate) verdict: String,
    pub(crate) report: Value,
}
