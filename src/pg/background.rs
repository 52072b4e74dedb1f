//! What a background worker needs of the server: a connection, transactions of its own, its latch and its signals.

use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::subxact;
use copilot_core::Fault;
use pgrx::bgworkers::{BackgroundWorker, SignalWakeFlags};
use pgrx::pg_sys::panic::CaughtError;
use pgrx::{pg_sys, FromDatum, PgTryBuilder};
use std::ffi::CString;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

/// What the server passes to a worker's entry point.
pub(crate) use pgrx::pg_sys::Datum as Argument;

/// Connects to the database whose oid the worker was registered with.
pub(crate) fn connect(database: Argument) {
    BackgroundWorker::attach_signal_handlers(SignalWakeFlags::SIGHUP | SignalWakeFlags::SIGTERM);
    // SAFETY: the argument was made from an Oid when the worker was registered.
    let database = unsafe { pg_sys::Oid::from_datum(database, false) };
    BackgroundWorker::connect_worker_to_spi_by_oid(database, None);
}

/// A setting for the worker's whole life.
pub(crate) fn set(name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (CString::new(name), CString::new(value)) {
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

/// Waits for the latch, a signal or the time; reads the configuration again when told to.
pub(crate) fn wait(time: Duration) {
    BackgroundWorker::wait_latch(Some(time));
    // SAFETY: the worker's own latch; then the documented way to read the configuration file again.
    unsafe {
        pg_sys::ResetLatch(pg_sys::MyLatch);
        if BackgroundWorker::sighup_received() {
            pg_sys::ProcessConfigFile(pg_sys::GucContext::PGC_SIGHUP);
        }
    }
}

/// Whether the server has asked this worker to end since the last call.
pub(crate) fn told_to_stop() -> bool {
    BackgroundWorker::sigterm_received()
}

/// Runs `work` as the extension's owner in a transaction of its own. What goes wrong is rolled back and comes back as
/// message and detail, with the hint on a line of its own.
pub(crate) fn in_transaction<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, String> {
    // SAFETY: the frame of every background worker that uses SPI; an ERROR ends in AbortCurrentTransaction, which
    // cleans up all that the transaction held.
    unsafe {
        let whole = || {
            pg_sys::SetCurrentStatementStartTimestamp();
            pg_sys::StartTransactionCommand();
            pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
            let identity = ActingAsOwner::begin(owner::of_extension()?);
            let result = work()?;
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
        let result = PgTryBuilder::new(AssertUnwindSafe(|| whole().map_err(said))).catch_others(caught).execute();
        if result.is_err() {
            pg_sys::AbortCurrentTransaction();
        }
        result
    }
}

fn said(fault: Fault) -> String {
    let detail = fault.detail.map(|detail| format!(": {detail}")).unwrap_or_default();
    let hint = fault.hint.map(|hint| format!("\n{hint}")).unwrap_or_default();
    format!("{}{detail}{hint}", fault.message)
}
