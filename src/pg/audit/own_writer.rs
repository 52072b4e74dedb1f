//! Without preload there is no queue: each message gets a writer of its own, a dynamic background worker that puts it
//! down and leaves. Slower, and the same promise.

use super::letter::{Letter, Reply};
use super::patience::{not_written, timed_out, unavailable, Patience, Wait};
use super::{writer_registration, Message, PRELOAD_HINT};
use copilot_core::Fault;
use pgrx::bgworkers::{BackgroundWorkerStatus, DynamicBackgroundWorker};
use pgrx::check_for_interrupts;
use pgrx::pg_sys;
use std::time::Duration;

/// Hands the message to a worker of its own and returns the number of its durable entry.
pub(super) fn submit(message: &Message, timeout: Duration, patience: Patience) -> Result<i64, Fault> {
    let wait = Wait::begin(timeout, patience);
    let letter = Letter::post(&message.to_bytes()?)?;
    let worker = start(&letter, wait)?;
    match answered(&letter, &worker, wait)? {
        Reply::Done(seq) => Ok(seq),
        Reply::Failed(why) => Err(not_written(&why)),
    }
}

/// Registers the worker, as soon as the server has a slot for it.
fn start(letter: &Letter, wait: Wait) -> Result<DynamicBackgroundWorker, Fault> {
    loop {
        let argument = Some(pg_sys::Datum::from(letter.handle()));
        if let Ok(worker) = writer_registration("copilot_audit_message_main", argument).load_dynamic() {
            return Ok(worker);
        }
        // SAFETY: a variable of the server.
        if unsafe { pg_sys::max_worker_processes } == 0 || wait.is_over() {
            return Err(unavailable(
                "The server has no free slot for a background worker, and without preload each audit entry needs one.",
                &format!("raise max_worker_processes, or {PRELOAD_HINT}"),
            ));
        }
        wait.sleep(5);
        wait.check_for_cancel();
    }
}

fn answered(letter: &Letter, worker: &DynamicBackgroundWorker, wait: Wait) -> Result<Reply, Fault> {
    loop {
        let has_ended = matches!(worker.pid(), Err(BackgroundWorkerStatus::Stopped));
        if let Some(reply) = letter.reply() {
            return Ok(reply);
        }
        if has_ended {
            return Err(unavailable("It ended before it had confirmed the entry.", "see the server log"));
        }
        if wait.is_over() {
            // What must be told stays for a worker that has it in hands.
            let late = if wait.must_be_told() { letter.reply() } else { letter.abandon() };
            return late.ok_or_else(timed_out);
        }
        wait.sleep(200);
        if wait.is_cancelled() {
            if let Some(reply) = letter.abandon() {
                return Ok(reply);
            }
            check_for_interrupts!();
            return Err(timed_out());
        }
    }
}
