//! The caller's side of the queue: hand a message to this database's writer and wait until it is durable.

use super::queue::{self, State, PIECE_BYTES};
use super::Message;
use copilot_core::{Fault, Kind};
use pgrx::bgworkers::BackgroundWorkerBuilder;
use pgrx::{check_for_interrupts, pg_sys, IntoDatum};
use std::time::Duration;

/// Whether a cancel may end the wait.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// A cancel ends it; used where refusing is right.
    Interruptible,
    /// Only the time-out ends it; used for what must be told.
    UntilTimeout,
}

/// Hands the message over and returns the number of its durable entry.
pub(crate) fn submit(message: &Message, timeout: Duration, patience: Patience) -> Result<i64, Fault> {
    let bytes = serde_json::to_vec(message)
        .map_err(|e| Fault::new(Kind::Internal, "could not write the audit message").detail(e.to_string()))?;
    let deadline = queue::now() + i64::try_from(timeout.as_micros()).unwrap_or(i64::MAX / 2);
    let at = claim(deadline, patience)?;
    let pieces = bytes.len().div_ceil(PIECE_BYTES).max(1);
    for (number, piece) in bytes.chunks(PIECE_BYTES).enumerate() {
        let last = number + 1 == pieces;
        queue::locked(|q| q.put(at, piece, !last));
        // A message that has begun is finished: half a closing entry would leave the call open.
        let patience = if last { patience } else { Patience::UntilTimeout };
        match wait(at, deadline, patience)? {
            State::Done => return Ok(queue::locked(|q| free(q, at).0)),
            State::Failed => {
                let why = queue::locked(|q| free(q, at).1);
                let (detail, hint) = why.split_once('\n').unwrap_or((&why, "see the server log"));
                return Err(Fault::new(Kind::AuditUnavailable, "the audit entry could not be written")
                    .detail(detail)
                    .hint(hint));
            }
            _ => {}
        }
    }
    Err(Fault::new(Kind::Internal, "the audit writer did not answer the last piece"))
}

fn free(q: &mut queue::Queue, at: usize) -> (i64, String) {
    let slot = q.slot(at);
    slot.state = State::Free;
    (slot.reply, slot.error())
}

fn timed_out() -> Fault {
    Fault::new(Kind::AuditTimeout, "the audit entry was not confirmed in time, so the call is refused")
        .detail("The audit writer of this database is slow, blocked or stopped.")
        .hint("look for locks on schema copilot_audit and at the server log; copilot.audit_timeout sets the time")
}

fn claim(deadline: i64, patience: Patience) -> Result<usize, Fault> {
    loop {
        ensure_writer()?;
        if let Some(at) = queue::locked(|q| q.claim()) {
            return Ok(at);
        }
        if queue::now() >= deadline {
            return Err(timed_out());
        }
        sleep(5);
        if patience == Patience::Interruptible {
            check_for_interrupts!();
        }
    }
}

/// Waits until the writer has taken the piece, or has replied.
fn wait(at: usize, deadline: i64, patience: Patience) -> Result<State, Fault> {
    loop {
        let state = queue::locked(|q| q.slot(at).state);
        if matches!(state, State::Taken | State::Done | State::Failed) {
            return Ok(state);
        }
        let left_ms = (deadline - queue::now()) / 1_000;
        if left_ms <= 0 {
            return abandon(at, patience).ok_or_else(timed_out);
        }
        if let Err(fault) = ensure_writer() {
            abandon(at, patience);
            return Err(fault);
        }
        sleep(left_ms.min(200));
        if patience == Patience::Interruptible && cancel_is_pending() {
            if let Some(state) = abandon(at, patience) {
                return Ok(state);
            }
            check_for_interrupts!();
            return Err(timed_out());
        }
    }
}

/// Leaves the slot to the writer, unless the reply came in this moment.
fn abandon(at: usize, patience: Patience) -> Option<State> {
    queue::locked(|q| {
        let slot = q.slot(at);
        if matches!(slot.state, State::Done | State::Failed) {
            return Some(slot.state);
        }
        slot.leave(patience == Patience::UntilTimeout);
        None
    })
}

fn cancel_is_pending() -> bool {
    // SAFETY: sig_atomic_t flags of the backend, set by signal handlers.
    unsafe {
        (&raw const pg_sys::QueryCancelPending).read_volatile() != 0
            || (&raw const pg_sys::ProcDiePending).read_volatile() != 0
    }
}

fn sleep(ms: i64) {
    let events = pg_sys::WL_LATCH_SET | pg_sys::WL_TIMEOUT | pg_sys::WL_EXIT_ON_PM_DEATH;
    // SAFETY: the backend's own latch.
    unsafe {
        pg_sys::WaitLatch(pg_sys::MyLatch, events as i32, ms, pg_sys::PG_WAIT_EXTENSION);
        pg_sys::ResetLatch(pg_sys::MyLatch);
    }
}

/// Registers a writer for this database unless one is up or coming up.
fn ensure_writer() -> Result<(), Fault> {
    let expected = queue::locked(|q| q.expect_writer());
    let unavailable = |detail: &str| {
        Fault::new(Kind::AuditUnavailable, "the audit writer could not be started, so the call is refused")
            .detail(detail)
    };
    if expected.map_err(|why| unavailable(why).hint("try again in a few seconds"))? {
        return Ok(());
    }
    // SAFETY: variables of the backend.
    let (database, pid) = unsafe { (pg_sys::MyDatabaseId, pg_sys::MyProcPid) };
    let registered = BackgroundWorkerBuilder::new("copilot audit writer")
        .set_library("copilot_ext")
        .set_function("copilot_audit_writer_main")
        .set_argument(database.into_datum())
        .set_notify_pid(pid)
        .enable_spi_access()
        .load_dynamic();
    if registered.is_err() {
        queue::locked(|q| q.writer_is_gone(0));
        return Err(
            unavailable("The server has no free slot for a background worker.").hint("raise max_worker_processes")
        );
    }
    Ok(())
}
