//! By which way a call's entries reach the chain. The call does not know: it takes the one there is, for its opening
//! and its closing entry alike.

use super::patience::{unavailable, Patience};
use super::{own_writer, queue, standby_file, submit, Message};
use crate::pg::guc::{self, StandbyAudit};
use copilot_core::{Fault, Kind};
use pgrx::pg_sys;
use std::time::Duration;

#[derive(Clone, Copy)]
pub(crate) enum Way {
    /// The library was preloaded: a queue in shared memory and one writer per database.
    Queue,
    /// It was not: a writer for each message.
    OwnWriter,
    /// A standby that keeps a file.
    StandbyFile,
}

impl Way {
    /// The way that this server has now.
    pub(crate) fn of_this_server() -> Result<Way, Fault> {
        // SAFETY: reads a variable and shared state of the server.
        let (is_single_user, is_standby) = unsafe { (!pg_sys::IsUnderPostmaster, pg_sys::RecoveryInProgress()) };
        if is_single_user {
            let why = "A server in single-user mode has no background workers.";
            return Err(unavailable(why, "start the server with its postmaster"));
        }
        if is_standby && guc::standby_audit() == StandbyAudit::File {
            return Ok(Way::StandbyFile);
        }
        if is_standby {
            let why =
                "Every call is audited before it is answered, and a server in recovery cannot write an audit row.";
            return Err(Fault::new(Kind::ReadOnlyStandby, "copilot does not answer on a standby")
                .detail(why)
                .hint("ask on the primary, or set copilot.standby_audit = 'file' here"));
        }
        Ok(if queue::exists() { Way::Queue } else { Way::OwnWriter })
    }

    /// Hands the message over and returns the number of its durable entry.
    pub(crate) fn submit(self, message: &Message, timeout: Duration, patience: Patience) -> Result<i64, Fault> {
        match self {
            Way::Queue => submit::submit(message, timeout, patience),
            Way::StandbyFile => standby_file::submit(message, timeout, patience),
            Way::OwnWriter => own_writer::submit(message, timeout, patience),
        }
    }
}
