//! The server as the thinking sees it: `copilot_core::World`.

use crate::pg::audit::ledger;
use crate::pg::decide;
use crate::pg::gate::{self, Caps};
use crate::pg::knowledge::PgShelf;
use crate::pg::model::{self, Sent};
use crate::pg::read::{self, Waits};
use crate::pg::stream::EPOCH_MICROS;
use crate::pg::subxact::attempt;
use crate::pg::{error, guc};
use copilot_core::decision::Decision;
use copilot_core::evidence::{Family, Reason, Unread};
use copilot_core::gate::Rows;
use copilot_core::knowledge::Shelf;
use copilot_core::llm::unworded::Unreached;
use copilot_core::llm::{LastSent, Model, Outgoing, Reply};
use copilot_core::plan::{Plan, Planned, Stranger};
use copilot_core::world::{Micros, World};
use copilot_core::Fault;
use pgrx::{pg_sys, PgSqlErrorCode};
use serde_json::{json, Value};
use std::time::Duration;

/// From one NOTICE of progress to the next.
const BETWEEN_NOTICES: Micros = 1_000_000;

/// The server's clock.
pub(crate) fn clock() -> Micros {
    // SAFETY: reads the clock.
    unsafe { pg_sys::GetCurrentTimestamp() + EPOCH_MICROS }
}

/// One call's view of the server.
pub(crate) struct PgWorld {
    started: Micros,
    /// When the caller was last told that this takes long.
    told: Micros,
    waits: Waits,
    /// Where the caller's names are looked up.
    path: gate::Path,
    read: Vec<(Family, Result<usize, Reason>)>,
    shelf: PgShelf,
    /// The opening entry of the call.
    call: i64,
    sent: Vec<Sent>,
}

impl PgWorld {
    pub(crate) fn new(call: i64) -> Self {
        let started = clock();
        PgWorld {
            started,
            told: started,
            waits: Waits::default(),
            path: gate::Path::default(),
            read: Vec::new(),
            call,
            sent: Vec::new(),
            shelf: PgShelf,
        }
    }

    /// Looks names up where the caller would; to be taken down before the call's own settings hold.
    pub(crate) fn look_up_in(&mut self, path: gate::Path) {
        self.path = path;
    }

    /// Which families were read, with their rows or why not, for the audit.
    pub(crate) fn facts_read(&self) -> Value {
        let one = |(family, result): &(Family, Result<usize, Reason>)| match result {
            Ok(rows) => json!({"family": family, "rows": rows}),
            Err(reason) => json!({"family": family, "skipped": reason}),
        };
        self.read.iter().map(one).collect()
    }

    /// The requests that left, with how they ended, for the audit.
    pub(crate) fn egress(&self) -> Value {
        self.sent.iter().map(Sent::json).collect()
    }

    /// Tells the caller once a second what takes so long; the server sends a NOTICE at once.
    fn tell_progress(&mut self, next: &str) {
        let now = clock();
        if now - self.told >= BETWEEN_NOTICES {
            self.told = now;
            let seconds = (now - self.started) as f64 / 1_000_000.0;
            error::notice(format!("{} families of facts read in {seconds:.0} s; next: {next}", self.read.len()));
        }
    }

    fn time_left(&self) -> Duration {
        let spent = Duration::from_micros(u64::try_from(clock() - self.started).unwrap_or_default());
        guc::report_timeout().saturating_sub(spent).min(guc::probe_timeout())
    }
}

impl World for PgWorld {
    fn read(&mut self, family: Family) -> Result<Vec<String>, Unread> {
        self.tell_progress(family.stem());
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

    fn run_sql(&mut self, sql: &str) -> Result<Rows, Fault> {
        gate::run_sql(sql, &self.path, &guc::gate_caps())
    }

    fn run_own_check(&mut self, sql: &str) -> Result<Rows, Unread> {
        self.tell_progress("a check of your own");
        let left = self.time_left();
        if left.is_zero() {
            return Err(Unread::because(Reason::Budget, "the time of this call was used up before it could run"));
        }
        let caps = guc::gate_caps();
        let caps = Caps { time: left.min(caps.time), ..caps };
        match attempt(|| gate::run_sql(sql, &gate::Path::of_the_server(), &caps)) {
            Ok(done) => done.map_err(Unread::from),
            // Somebody cancelled the whole call.
            Err(caught) if caught.code() == PgSqlErrorCode::ERRCODE_QUERY_CANCELED => caught.raise_on(),
            Err(caught) => Err(Unread::because(Reason::Host, caught.message())),
        }
    }

    fn decide(&mut self, decision: &Decision) -> Result<usize, Fault> {
        decide::keep(decision)
    }

    fn plan_own(&mut self, sql: &str) -> Result<Plan, Fault> {
        gate::plan_sql(sql, &self.path, &guc::gate_caps())
    }

    fn plan(&mut self, stranger: &Stranger) -> Planned {
        let left = self.time_left();
        match left.is_zero() {
            true => {
                Err(Unread::because(Reason::Budget, "the time of this call was used up before it could be planned"))
            }
            false => gate::plan_of(stranger, &Caps { time: left, ..guc::gate_caps() }),
        }
    }

    fn shelf(&mut self) -> &mut dyn Shelf {
        &mut self.shelf
    }

    fn now(&mut self) -> Micros {
        clock()
    }

    fn model(&mut self) -> Model {
        model::from_settings()
    }

    fn last_sent(&mut self) -> Option<LastSent> {
        ledger::last().ok().flatten()
    }

    fn post(&mut self, outgoing: &Outgoing) -> Result<Reply, Unreached> {
        model::post(self.call, outgoing, &mut self.sent)
    }
}
