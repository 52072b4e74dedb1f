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
pub(crate) use pgrx::pg_sys::{Datum as Argument, Oid as Database};

/// A caller that locks the audit tables must not hold up shutdown.
const LOCK_TIMEOUT: &str = "2s";

/// The database that a worker was registered for.
pub(crate) fn database_of(argument: Argument) -> Database {
    // SAFETY: the argument was made from an Oid when the worker was registered.
    unsafe { Database::from_datum(argument, false) }.unwrap_or(pg_sys::InvalidOid)
}

/// Connects to a database, with settings that do not depend on what is set for it or for the server.
pub(crate) fn connect(database: Database) {
    BackgroundWorker::attach_signal_handlers(SignalWakeFlags::SIGHUP | SignalWakeFlags::SIGTERM);
    BackgroundWorker::connect_worker_to_spi_by_oid(Some(database), None);
    for (name, value) in [
        ("lock_timeout", LOCK_TIMEOUT),
        ("synchronous_commit", "local"),
        ("search_path", "pg_catalog, pg_temp"),
        ("default_transaction_read_only", "off"),
        ("default_transaction_isolation", "read committed"),
        ("default_tablespace", ""),
        ("default_table_access_method", "heap"),
        ("row_security", "on"),
    ] {
        set(name, value);
    }
}

/// A setting for the worker's whole life.
fn set(name: &str, value: &str) {
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

/// Waits for the latch, a signal or the time; reads the configuration again when told to, which is the result.
pub(crate) fn wait(time: Duration) -> bool {
    let events = pg_sys::WL_LATCH_SET | pg_sys::WL_TIMEOUT | pg_sys::WL_EXIT_ON_PM_DEATH;
    let ms = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    // SAFETY: the worker's own latch; then the documented way to read the configuration file again. A worker that
    // outlives its postmaster would keep the server from starting again.
    unsafe {
        pg_sys::WaitLatch(pg_sys::MyLatch, events as i32, ms, pg_sys::PG_WAIT_EXTENSION);
        pg_sys::ResetLatch(pg_sys::MyLatch);
        let told = BackgroundWorker::sighup_received();
        if told {
            pg_sys::ProcessConfigFile(pg_sys::GucContext::PGC_SIGHUP);
        }
        told
    }
}

/// Whether the server has asked this worker to end since the last call.
pub(crate) fn told_to_stop() -> bool {
    BackgroundWorker::sigterm_received()
}

/// Runs `work` as the extension's owner in a transaction of its own. What goes wrong is rolled back and comes back as
/// message and detail, with the hint on a line of its own.
pub(crate) fn in_transaction<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, String> {
    transaction(take_turn, || seeing(work))
}

/// The same beside the writers, for what is not part of the chain.
pub(crate) fn aside<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, String> {
    transaction(|| (), || seeing(work))
}

/// Runs `work`, which may wait for long, in a transaction that holds no snapshot and no lock.
pub(crate) fn apart<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, String> {
    transaction(|| (), work)
}

/// As the extension's owner, under a snapshot.
fn seeing<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    // SAFETY: inside a transaction; its abort takes the snapshot off, too.
    unsafe { pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot()) };
    let identity = ActingAsOwner::begin(owner::of_extension()?);
    let result = work()?;
    drop(identity);
    // SAFETY: it was pushed above.
    unsafe { pg_sys::PopActiveSnapshot() };
    Ok(result)
}

fn transaction<T>(first: fn(), work: impl FnOnce() -> Result<T, Fault>) -> Result<T, String> {
    // SAFETY: the frame of every background worker that uses SPI; an ERROR ends in AbortCurrentTransaction, which
    // cleans up all that the transaction held.
    unsafe {
        let whole = || {
            pg_sys::SetCurrentStatementStartTimestamp();
            pg_sys::StartTransactionCommand();
            first();
            let result = work()?;
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

/// Ends this worker at the next look at the server's interrupts, if the server has asked for it. Nothing in a session.
pub(crate) fn end_if_told() {
    // SAFETY: set before a worker's own code begins, and never in a session.
    let is_worker = unsafe { !pg_sys::MyBgworkerEntry.is_null() };
    if is_worker && told_to_stop() {
        // SAFETY: the variables that the server's own handler of SIGTERM sets.
        unsafe {
            std::ptr::addr_of_mut!(pg_sys::ProcDiePending).write_volatile(1);
            std::ptr::addr_of_mut!(pg_sys::InterruptPending).write_volatile(1);
        }
    }
}

/// One transaction at a time writes to a database's chain, whatever worker it is of: the lock lasts until its end, and
/// is taken before its first snapshot, so that it sees the newest entry. It is on the extension itself, which is there
/// before the tables are, and which only its owner can lock for long.
fn take_turn() {
    // SAFETY: catalog look-up and lock inside a transaction.
    unsafe {
        let extension = pg_sys::get_extension_oid(c"copilot_ext".as_ptr(), true);
        if extension != pg_sys::InvalidOid {
            let mode = pg_sys::ShareUpdateExclusiveLock as pg_sys::LOCKMODE;
            pg_sys::LockDatabaseObject(pg_sys::ExtensionRelationId, extension, 0, mode);
        }
    }
}

fn said(fault: Fault) -> String {
    let detail = fault.detail.map(|detail| format!(": {detail}")).unwrap_or_default();
    let hint = fault.hint.map(|hint| format!("\n{hint}")).unwrap_or_default();
    format!("{}{detail}{hint}", fault.message)
}
