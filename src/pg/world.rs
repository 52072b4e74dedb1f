//! The server as the thinking sees it: `copilot_core::World`.

use crate::pg::guc;
use crate::pg::knowledge::PgShelf;
use crate::pg::read::{self, Waits};
use copilot_core::evidence::{Family, Reason, Unread};
use copilot_core::knowledge::Shelf;
use copilot_core::world::{Micros, World};
use pgrx::pg_sys;
use serde_json::{json, Value};
use std::time::Duration;

/// Microseconds between 1970 and 2000, the server's epoch.
const EPOCH_2000: Micros = 946_684_800_000_000;

/// The server's clock.
pub(crate) fn clock() -> Micros {
    // SAFETY: reads the clock.
    unsafe { pg_sys::GetCurrentTimestamp() + EPOCH_2000 }
}

/// One call's view of the server.
pub(crate) struct PgWorld {
    started: Micros,
    waits: Waits,
    read: Vec<(Family, Result<usize, Reason>)>,
    shelf: PgShelf,
}

impl PgWorld {
    pub(crate) fn new() -> Self {
        PgWorld { started: clock(), waits: Waits::default(), read: Vec::new(), shelf: PgShelf }
    }

    /// Which families were read, with their rows or why not, for the audit.
    pub(crate) fn facts_read(&self) -> Value {
        let one = |(family, result): &(Family, Result<usize, Reason>)| match result {
            Ok(rows) => json!({"family": family, "rows": rows}),
            Err(reason) => json!({"family": family, "skipped": reason}),
        };
        self.read.iter().map(one).collect()
    }

    fn time_left(&self) -> Duration {
        let spent = Duration::from_micros(u64::try_from(clock() - self.started).unwrap_or_default());
        guc::report_timeout().saturating_sub(spent).min(guc::probe_timeout())
    }
}

impl World for PgWorld {
    fn read(&mut self, family: Family) -> Result<Vec<String>, Unread> {
        let left = self.time_left();
        let result = match left.is_zero() {
            true => Err(Unread {
                reason: Reason::Budget,
                detail: format!("the time of this call was used up before {} could be read", family.stem()),
                opens_with: Some("set copilot.report_timeout to a longer time (a superuser's setting)".into()),
            }),
            false => read::family(family, left, &mut self.waits),
        };
        self.read.push((family, result.as_ref().map(Vec::len).map_err(|unread| unread.reason)));
        result
    }

    fn shelf(&mut self) -> &mut dyn Shelf {
        &mut self.shelf
    }

    fn now(&mut self) -> Micros {
        clock()
    }
}
