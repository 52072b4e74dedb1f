//! Work in a sub-transaction whose failure costs only itself.

use pgrx::pg_sys::panic::CaughtError;
use pgrx::{pg_sys, PgSqlErrorCode, PgTryBuilder};
use std::panic::AssertUnwindSafe;

/// An ERROR that was caught and rolled back; it can still be raised on.
pub(crate) struct Caught(Box<CaughtError>);

impl Caught {
    pub(super) fn new(error: CaughtError) -> Caught {
        Caught(Box::new(error))
    }

    fn report(&self) -> &pg_sys::panic::ErrorReportWithLevel {
        match &*self.0 {
            CaughtError::PostgresError(report) | CaughtError::ErrorReport(report) => report,
            CaughtError::RustPanic { ereport, .. } => ereport,
        }
    }

    pub(crate) fn code(&self) -> PgSqlErrorCode {
        self.report().sql_error_code()
    }

    /// The five letters a client sees.
    pub(crate) fn sqlstate(&self) -> String {
        sqlstate(self.code())
    }

    pub(crate) fn message(&self) -> String {
        self.report().message().to_owned()
    }

    pub(crate) fn raise_on(self) -> ! {
        self.0.rethrow()
    }
}

/// Five characters out of the server's packed form (`MAKE_SQLSTATE`, six bits each, in utils/elog.h).
pub(crate) fn sqlstate(code: PgSqlErrorCode) -> String {
    let packed = code as i32;
    (0..5).map(|i| char::from(((packed >> (6 * i)) & 0x3f) as u8 + b'0')).collect()
}

/// Runs `work` in a sub-transaction: its ERROR rolls back what it did and comes back as a value.
pub(crate) fn attempt<T>(work: impl FnOnce() -> T) -> Result<T, Caught> {
    run(work, true)
}

/// Runs `work` in a sub-transaction that is rolled back always, so that not even a lock stays behind.
pub(crate) fn look<T>(work: impl FnOnce() -> T) -> Result<T, Caught> {
    run(work, false)
}

fn run<T>(work: impl FnOnce() -> T, keep: bool) -> Result<T, Caught> {
    // SAFETY: the pattern of PL/pgSQL's exec_stmt_block: begin, run in the caller's memory context, then release or
    // roll back, and put memory context and resource owner back by hand.
    unsafe {
        let context = pg_sys::CurrentMemoryContext;
        let owner = pg_sys::CurrentResourceOwner;
        pg_sys::BeginInternalSubTransaction(std::ptr::null());
        pg_sys::MemoryContextSwitchTo(context);
        let result = PgTryBuilder::new(AssertUnwindSafe(|| Ok(work()))).catch_others(|e| Err(Caught::new(e))).execute();
        pg_sys::MemoryContextSwitchTo(context);
        match keep && result.is_ok() {
            true => pg_sys::ReleaseCurrentSubTransaction(),
            false => pg_sys::RollbackAndReleaseCurrentSubTransaction(),
        }
        pg_sys::MemoryContextSwitchTo(context);
        pg_sys::CurrentResourceOwner = owner;
        result
    }
}
