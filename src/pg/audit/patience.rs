//! How long a caller waits for its audit entry, and what ends the wait.

use super::queue::now;
use copilot_core::{Fault, Kind};
use pgrx::{check_for_interrupts, pg_sys};
use std::time::Duration;

/// Whether a cancel may end the wait.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// A cancel ends it; used where refusing is right.
    Interruptible,
    /// Only the time-out ends it; used for what must be told.
    UntilTimeout,
}

/// One wait with its end.
#[derive(Clone, Copy)]
pub(super) struct Wait {
    deadline: i64,
    pub(super) patience: Patience,
}

impl Wait {
    pub(super) fn begin(timeout: Duration, patience: Patience) -> Wait {
        Wait { deadline: now() + i64::try_from(timeout.as_micros()).unwrap_or(i64::MAX / 2), patience }
    }

    pub(super) fn must_be_told(self) -> bool {
        self.patience == Patience::UntilTimeout
    }

    /// The same wait, which a cancel does not end.
    pub(super) fn to_the_end(self) -> Wait {
        Wait { patience: Patience::UntilTimeout, ..self }
    }

    pub(super) fn is_over(self) -> bool {
        now() >= self.deadline
    }

    /// Sleeps until the latch is set, for `ms` at most and never beyond the end.
    pub(super) fn sleep(self, ms: i64) {
        let left_ms = (self.deadline - now()).max(0).div_euclid(1_000) + 1;
        let events = pg_sys::WL_LATCH_SET | pg_sys::WL_TIMEOUT | pg_sys::WL_EXIT_ON_PM_DEATH;
        // SAFETY: the backend's own latch.
        unsafe {
            pg_sys::WaitLatch(pg_sys::MyLatch, events as i32, ms.min(left_ms), pg_sys::PG_WAIT_EXTENSION);
            pg_sys::ResetLatch(pg_sys::MyLatch);
        }
    }

    /// Whether a cancel that may end the wait is pending. It is not processed here.
    pub(super) fn is_cancelled(self) -> bool {
        // SAFETY: sig_atomic_t flags of the backend, set by signal handlers.
        let pending = || unsafe {
            (&raw const pg_sys::QueryCancelPending).read_volatile() != 0
                || (&raw const pg_sys::ProcDiePending).read_volatile() != 0
        };
        self.patience == Patience::Interruptible && pending()
    }

    /// Ends the call if a cancel may. Nothing must be held that would not survive an ERROR.
    pub(super) fn check_for_cancel(self) {
        if self.patience == Patience::Interruptible {
            check_for_interrupts!();
        }
    }
}

pub(super) fn timed_out() -> Fault {
    Fault::new(Kind::AuditTimeout, "the audit entry was not confirmed in time, so the call is refused")
        .detail("The audit writer of this database is slow, blocked or stopped.")
        .hint("look for locks on schema copilot_audit and at the server log; copilot.audit_timeout sets the time")
}

/// The writer could not come to work.
pub(super) fn unavailable(detail: &str, hint: &str) -> Fault {
    Fault::new(Kind::AuditUnavailable, "the audit writer could not be started, so the call is refused")
        .detail(detail)
        .hint(hint)
}

/// What the writer said in refusal: detail, and the hint on a line of its own.
pub(super) fn not_written(why: &str) -> Fault {
    let (detail, hint) = why.split_once('\n').unwrap_or((why, "see the server log"));
    Fault::new(Kind::AuditUnavailable, "the audit entry could not be written").detail(detail).hint(hint)
}
