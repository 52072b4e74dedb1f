//! The sender of alerts: started when something is to be sent, and there for as long as something is due within a minute.
//! Like the writer it is gone soon, since a connected worker blocks DROP DATABASE.

use crate::pg::alerts::sender;
use crate::pg::{background, error, guc};
use pgrx::pg_guard;
use std::time::Duration;

/// What is due later waits for the next report, or for `deliver_alerts()`.
const STAYS_MS: i64 = 60_000;

/// Entry point of the background worker; the argument is the database.
#[pg_guard]
#[no_mangle]
pub extern "C-unwind" fn copilot_alert_sender_main(database: background::Argument) {
    background::connect(background::database_of(database));
    if let Err(why) = serve() {
        error::log(format!("copilot alerts: nothing more is sent for now: {why}"));
    }
}

fn serve() -> Result<(), String> {
    while !guc::webhook_url().is_empty() && !background::told_to_stop() {
        sender::send_due()?;
        match sender::next_due_ms()? {
            Some(ms) if ms <= STAYS_MS => {
                background::wait(Duration::from_millis(u64::try_from(ms).unwrap_or_default()));
            }
            _ => return Ok(()),
        }
    }
    Ok(())
}
