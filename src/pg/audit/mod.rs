//! The audit: every call leaves an opening row, durable before the work begins, and a closing row. One writer per
//! database puts them down in transactions of its own (`src/worker/writer.rs`).

pub(crate) mod anchor;
pub(crate) mod call;
pub(crate) mod erase;
pub(crate) mod errand;
mod guard;
pub(crate) mod import;
pub(crate) mod key_file;
pub(crate) mod ledger;
pub(crate) mod letter;
mod open_calls;
mod own_writer;
mod patience;
pub(crate) mod queue;
pub(crate) mod read;
mod report_retention;
pub(crate) mod retention;
mod standby_file;
pub(crate) mod store;
mod store_import;
mod submit;
pub(crate) mod verify;
mod way;

use patience::Patience;

use copilot_core::{Fault, Kind};
use pgrx::bgworkers::BackgroundWorkerBuilder;
use pgrx::pg_sys::{self, Datum};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a caller asks the writer to put down.
#[derive(Serialize, Deserialize)]
pub(crate) struct Message {
    /// `open`, `egress`, `close`, `erase` or `retention` (see `copilot_core::chain`).
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

impl Message {
    /// How a call ended whose caller cannot say it.
    pub(crate) fn closing(call: i64, outcome: &str) -> Message {
        let entry = Map::from_iter([("call".to_owned(), call.into()), ("outcome".to_owned(), outcome.into())]);
        Message { kind: "close".into(), entry, texts: BTreeMap::new(), backend: None, report: None }
    }

    pub(crate) fn is_opening(&self) -> bool {
        self.kind == "open"
    }

    fn to_bytes(&self) -> Result<Vec<u8>, Fault> {
        serde_json::to_vec(self)
            .map_err(|e| Fault::new(Kind::Internal, "could not write the audit message").detail(e.to_string()))
    }
}

/// The line that makes the quick way possible.
const PRELOAD_HINT: &str =
    "add copilot_ext to shared_preload_libraries in postgresql.conf (shared_preload_libraries = 'copilot_ext') and restart the server";

/// A worker that writes to this database's chain, to be started now; this backend is told of its start and its end.
fn writer_registration(entry_point: &str, argument: Option<Datum>) -> BackgroundWorkerBuilder {
    BackgroundWorkerBuilder::new("copilot audit writer")
        .set_library("copilot_ext")
        .set_function(entry_point)
        .set_argument(argument)
        // SAFETY: a variable of the backend.
        .set_notify_pid(unsafe { pg_sys::MyProcPid })
        .enable_spi_access()
}

/// A session, told apart from later ones of the same process id.
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
