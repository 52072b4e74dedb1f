//! The caller's side of the queue: hand a message to this database's writer and wait until it is durable.

use super::patience::{not_written, timed_out, unavailable, Patience, Wait};
use super::queue::{self, State, PIECE_BYTES};
use super::{writer_registration, Message};
use copilot_core::{Fault, Kind};
use pgrx::{check_for_interrupts, pg_sys, IntoDatum};
use std::time::Duration;

/// A writer that ends this often while one caller waits does not come up.
const STARTS: u32 = 4;

/// Hands the message over and returns the number of its durable entry.
pub(super) fn submit(message: &Message, timeout: Duration, patience: Patience) -> Result<i64, Fault> {
    let bytes = message.to_bytes()?;
    let wait = Wait::begin(timeout, patience);
    let mut starts = 0;
    let at = claim(wait, &mut starts)?;
    let pieces = bytes.len().div_ceil(PIECE_BYTES);
    for (number, piece) in bytes.chunks(PIECE_BYTES).enumerate() {
        let last = number + 1 == pieces;
        queue::locked(|q| q.put(at, piece, number == 0, !last));
        // A message that has begun is finished: half a closing entry would leave the call open.
        let wait = if last { wait } else { wait.to_the_end() };
        match answered(at, wait, &mut starts)? {
            State::Done => return Ok(queue::locked(|q| free(q, at).0)),
            State::Failed => return Err(not_written(&queue::locked(|q| free(q, at).1))),
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

fn claim(wait: Wait, starts: &mut u32) -> Result<usize, Fault> {
    loop {
        ensure_writer(starts)?;
        if let Some(at) = queue::locked(|q| q.claim()) {
            return Ok(at);
        }
        if wait.is_over() {
            return Err(timed_out());
        }
        wait.sleep(5);
        wait.check_for_cancel();
    }
}

/// Waits until the writer has taken the piece, or has replied.
fn answered(at: usize, wait: Wait, starts: &mut u32) -> Result<State, Fault> {
    loop {
        let state = queue::locked(|q| q.slot(at).state);
        if matches!(state, State::Taken | State::Done | State::Failed) {
            return Ok(state);
        }
        if wait.is_over() {
            return abandon(at, wait).ok_or_else(timed_out);
        }
        if let Err(fault) = ensure_writer(starts) {
            return abandon(at, wait).ok_or(fault);
        }
        wait.sleep(200);
        if wait.is_cancelled() {
            if let Some(state) = abandon(at, wait) {
                return Ok(state);
            }
            check_for_interrupts!();
            return Err(timed_out());
        }
    }
}

/// Leaves the slot to the writer, unless the reply came in this moment.
fn abandon(at: usize, wait: Wait) -> Option<State> {
    queue::locked(|q| {
        let slot = q.slot(at);
        if matches!(slot.state, State::Done | State::Failed) {
            return Some(slot.state);
        }
        slot.leave(wait.must_be_told());
        None
    })
}

/// Registers a writer for this database unless one is up or coming up.
fn ensure_writer(starts: &mut u32) -> Result<(), Fault> {
    if queue::locked(|q| q.expect_writer()).map_err(|why| unavailable(why, "try again in a few seconds"))? {
        return Ok(());
    }
    *starts += 1;
    // SAFETY: a variable of the backend.
    let database = unsafe { pg_sys::MyDatabaseId };
    let registered = match *starts {
        ..=STARTS => writer_registration("copilot_audit_writer_main", database.into_datum()).load_dynamic(),
        _ => {
            queue::locked(|q| q.expect_no_writer());
            return Err(unavailable("It ends as soon as it has started.", "see the server log"));
        }
    };
    match registered {
        Ok(_) => Ok(()),
        Err(_) => {
            queue::locked(|q| q.expect_no_writer());
            Err(unavailable("The server has no free slot for a background worker.", "raise max_worker_processes"))
        }
    }
}
