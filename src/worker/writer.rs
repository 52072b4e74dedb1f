//! The audit writer: one per database, started on demand, gone after two idle seconds, since a connected worker
//! blocks DROP DATABASE and CREATE DATABASE … TEMPLATE.

use crate::pg::audit::store::Store;
use crate::pg::audit::{anchor, queue, Message};
use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::{error, subxact};
use copilot_core::Fault;
use pgrx::bgworkers::{BackgroundWorker, SignalWakeFlags};
use pgrx::pg_sys::panic::CaughtError;
use pgrx::{pg_guard, pg_sys, FromDatum, PgTryBuilder};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::panic::AssertUnwindSafe;
use std::time::Duration;

const IDLE_EXIT_MICROS: i64 = 2_000_000;
const SWEEP_MICROS: i64 = 10_000_000;
const ANCHOR_MICROS: i64 = 60_000_000;
const ANCHOR_ROWS: i64 = 100;
/// A caller that locks the audit tables must not hold up shutdown.
const LOCK_TIMEOUT: &str = "2s";

/// Entry point of the background worker; the argument is the database.
#[pg_guard]
#[no_mangle]
pub extern "C-unwind" fn copilot_audit_writer_main(database: pg_sys::Datum) {
    BackgroundWorker::attach_signal_handlers(SignalWakeFlags::SIGHUP | SignalWakeFlags::SIGTERM);
    // SAFETY: the argument was made from an Oid by `submit::ensure_writer`.
    let database = unsafe { pg_sys::Oid::from_datum(database, false) };
    BackgroundWorker::connect_worker_to_spi_by_oid(database, None);
    // SAFETY: the callback stays valid: it is a function of this library.
    unsafe { pg_sys::before_shmem_exit(Some(on_exit), pg_sys::Datum::from(0)) };
    if !queue::locked(|q| q.writer_is_up()) {
        return;
    }
    set("lock_timeout", LOCK_TIMEOUT);
    set("synchronous_commit", "local");
    set("search_path", "pg_catalog, pg_temp");
    let mut writer = Writer::default();
    match in_transaction(|owner| writer.open(owner)) {
        Ok(()) => writer.serve(),
        Err(why) => writer.refuse_all(&why),
    }
}

unsafe extern "C-unwind" fn on_exit(_code: i32, _arg: pg_sys::Datum) {
    // SAFETY: a variable of the process.
    let pid = unsafe { pg_sys::MyProcPid };
    queue::locked(|q| q.writer_is_gone(pid));
}

fn set(name: &str, value: &str) {
    let (name, value) = (std::ffi::CString::new(name), std::ffi::CString::new(value));
    if let (Ok(name), Ok(value)) = (name, value) {
        // SAFETY: C strings; the call copies them.
        unsafe {
            pg_sys::SetConfigOption(
                name.as_ptr(),
                value.as_ptr(),
                pg_sys::GucContext::PGC_SUSET,
                pg_sys::GucSource::PGC_S_OVERRIDE,
            );
        }
    }
}

/// Runs `work` as the extension's owner in a transaction of its own; what goes wrong is said and rolled back.
fn in_transaction<T>(work: impl FnOnce(pg_sys::Oid) -> Result<T, Fault>) -> Result<T, String> {
    // The hint goes on a line of its own: the caller tells it as a HINT.
    let said = |fault: Fault| {
        let detail = fault.detail.map(|detail| format!(": {detail}")).unwrap_or_default();
        let hint = fault.hint.map(|hint| format!("\n{hint}")).unwrap_or_default();
        format!("{}{detail}{hint}", fault.message)
    };
    // SAFETY: the frame of every background worker that uses SPI; an ERROR ends in AbortCurrentTransaction, which
    // cleans up all that the transaction held.
    unsafe {
        let begin = || {
            pg_sys::SetCurrentStatementStartTimestamp();
            pg_sys::StartTransactionCommand();
            pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
            let owner = owner::of_extension()?;
            let identity = ActingAsOwner::begin(owner);
            let result = work(owner)?;
            drop(identity);
            pg_sys::PopActiveSnapshot();
            pg_sys::CommitTransactionCommand();
            Ok(result)
        };
        let caught = |e: CaughtError| {
            let report = match &e {
                CaughtError::PostgresError(r) | CaughtError::ErrorReport(r) => r,
                CaughtError::RustPanic { ereport, .. } => ereport,
            };
            Err(format!("{} (SQLSTATE {})", report.message(), subxact::sqlstate(report.sql_error_code())))
        };
        let result = PgTryBuilder::new(AssertUnwindSafe(|| begin().map_err(said))).catch_others(caught).execute();
        if result.is_err() {
            pg_sys::AbortCurrentTransaction();
        }
        result
    }
}

#[derive(Default)]
struct Writer {
    store: Option<Store>,
    /// Messages that come in several pieces, by slot.
    partial: HashMap<usize, Vec<u8>>,
    anchored_seq: i64,
    anchored_at: i64,
    swept_at: i64,
}

impl Writer {
    fn open(&mut self, _owner: pg_sys::Oid) -> Result<(), Fault> {
        self.store = Some(Store::open()?);
        Ok(())
    }

    fn serve(&mut self) {
        let mut last_work = queue::now();
        self.anchored_at = last_work;
        let mut stopping = false;
        loop {
            let batch = self.collect();
            if !batch.is_empty() {
                self.put_down(batch);
                last_work = queue::now();
            }
            self.sweep_if_due(false);
            self.anchor_if_due(false);
            let idle = queue::now() - last_work > IDLE_EXIT_MICROS;
            stopping |= BackgroundWorker::sigterm_received();
            if idle || stopping {
                self.sweep_if_due(true);
                self.anchor_if_due(true);
                // Under one lock: either a message is seen here, or its caller sees that the writer is gone.
                let may_go = queue::locked(|q| {
                    let quiet = q.waiting().is_empty();
                    if quiet {
                        // SAFETY: a variable of the process.
                        q.writer_is_gone(unsafe { pg_sys::MyProcPid });
                    }
                    quiet
                });
                if may_go {
                    return;
                }
                continue;
            }
            BackgroundWorker::wait_latch(Some(Duration::from_millis(500)));
            reset_latch();
            if BackgroundWorker::sighup_received() {
                // SAFETY: the documented way to read the configuration file again.
                unsafe { pg_sys::ProcessConfigFile(pg_sys::GucContext::PGC_SIGHUP) };
            }
        }
    }

    /// Takes what waits in the queue; messages still coming in pieces stay in `partial`.
    fn collect(&mut self) -> Vec<(usize, Message)> {
        let mut whole = Vec::new();
        for at in queue::locked(|q| q.waiting()) {
            let buffer = self.partial.entry(at).or_default();
            let complete = queue::locked(|q| {
                let slot = q.slot(at);
                buffer.extend_from_slice(slot.piece());
                slot.take()
            });
            if complete {
                let bytes = self.partial.remove(&at).unwrap_or_default();
                match serde_json::from_slice(&bytes) {
                    Ok(message) => whole.push((at, message)),
                    Err(e) => {
                        queue::locked(|q| q.slot(at).reply(&Err(format!("not a message: {e}"))));
                    }
                }
            }
        }
        whole
    }

    /// Group commit: all in one transaction; if that fails, each alone, so that one bad row costs only itself.
    fn put_down(&mut self, batch: Vec<(usize, Message)>) {
        let messages: Vec<&Message> = batch.iter().map(|(_, message)| message).collect();
        let results = match self.write(&messages) {
            Ok(seqs) => seqs.into_iter().map(Ok).collect(),
            Err(why) if batch.len() == 1 => vec![Err(why)],
            Err(_) => {
                messages.iter().map(|m| self.write(&[m]).map(|s| s.first().copied().unwrap_or(0))).collect::<Vec<_>>()
            }
        };
        for ((at, message), result) in batch.iter().zip(results) {
            if let Err(why) = &result {
                error::log(format!("copilot audit: an entry could not be written: {why}"));
            }
            let told = queue::locked(|q| q.slot(*at).reply(&result));
            if let (false, "open", Ok(seq)) = (told, message.kind.as_str(), &result) {
                self.close(*seq, "refused");
            }
        }
    }

    fn write(&mut self, messages: &[&Message]) -> Result<Vec<i64>, String> {
        let Some(store) = self.store.as_mut() else {
            return Err("the audit tables are not open".into());
        };
        let before = store.head.clone();
        let result = in_transaction(|_| messages.iter().map(|m| store.write(m)).collect());
        if result.is_err() {
            store.head = before;
        }
        result
    }

    /// Closes a call on behalf of a caller that cannot.
    fn close(&mut self, call: i64, outcome: &str) {
        let entry = json!({"call": call, "outcome": outcome}).as_object().cloned().unwrap_or_default();
        let message = Message { kind: "close".into(), entry, texts: BTreeMap::new(), backend: None, report: None };
        if let Err(why) = self.write(&[&message]) {
            error::log(format!("copilot audit: call {call} could not be closed as {outcome}: {why}"));
        }
    }

    fn sweep_if_due(&mut self, now: bool) {
        if !now && queue::now() - self.swept_at < SWEEP_MICROS {
            return;
        }
        self.swept_at = queue::now();
        let Some(store) = self.store.as_ref() else { return };
        match in_transaction(|_| store.lost_calls()) {
            Ok(lost) => lost.into_iter().for_each(|call| self.close(call, "lost")),
            Err(why) => error::log(format!("copilot audit: lost calls could not be looked for: {why}")),
        }
    }

    fn anchor_if_due(&mut self, now: bool) {
        let Some(store) = self.store.as_ref() else { return };
        let head = &store.head;
        let rows = head.seq - self.anchored_seq;
        let due = rows >= ANCHOR_ROWS || (rows > 0 && (now || queue::now() - self.anchored_at > ANCHOR_MICROS));
        if !due {
            return;
        }
        match anchor::drop_anchor(&head.chain, head.seq, &head.link) {
            Ok(()) => {
                let link = copilot_core::chain::hex(&head.link);
                error::log(format!("copilot audit anchor: chain {} seq {} link {link}", head.chain, head.seq));
            }
            Err(e) => error::log(format!("copilot audit: the anchor could not be written: {e}")),
        }
        self.anchored_seq = head.seq;
        self.anchored_at = queue::now();
    }

    /// Tells everybody who waits why there is no audit.
    fn refuse_all(&mut self, why: &str) {
        error::log(format!("copilot audit: the writer cannot start: {why}"));
        for (at, _) in self.collect() {
            queue::locked(|q| q.slot(at).reply(&Err(why.to_owned())));
        }
    }
}

fn reset_latch() {
    // SAFETY: the worker's own latch.
    unsafe { pg_sys::ResetLatch(pg_sys::MyLatch) };
}
