//! The world of tests and benches: recorded replies of real servers, or rows made on the spot.

pub use super::fake_hostile::{hostile_world, HOSTILE_NAMES};
pub use super::fake_objects::{
    bloated_orders, columns, counts, foreign_key, foreign_key_alone, index, largest, object, row_width, sequence,
    table, table_io,
};
pub use super::fake_rows::{
    database, hba_rule, hidden_session, lock_wait, prepared_transaction, role, server, session, setting, slot, standby,
    subscription, wal,
};

use super::fake_model::Letters;
use super::server::Server;
use super::unread::from_sqlstate;
use super::{Family, Reason, Unread};
use crate::decision::Decision;
use crate::fault::{Fault, Kind};
use crate::gate::Rows;
use crate::knowledge::library::Key;
use crate::knowledge::shelf::{MemoryShelf, Shelf};
use crate::llm::unworded::Unreached;
use crate::llm::{LastSent, Model, Outgoing, Reply};
use crate::plan::{Plan, Planned, Stranger};
use crate::world::{Micros, World};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// 2026-03-01 12:00:00 UTC, the clock of every made-up world.
pub const NOW: Micros = 1_772_366_400_000_000;
pub const SECOND: Micros = 1_000_000;
pub const DAY: Micros = 86_400 * SECOND;

/// What a DBA decides is no fact of a server, and not recorded.
const DECIDED: [Family; 3] = [Family::Overrides, Family::Suppressions, Family::OwnChecks];

/// Answers from memory and remembers what it was asked. A family nobody gave it is empty in a made-up world, and
/// could not be read in a recorded one.
pub struct FakeWorld {
    now: Micros,
    replies: BTreeMap<Family, Result<Vec<String>, Unread>>,
    asked: Vec<Family>,
    recorded: bool,
    rows: Option<Rows>,
    plans: BTreeMap<String, Plan>,
    decided: Vec<Decision>,
    pub(super) letters: Letters,
    shelf: MemoryShelf,
}

/// A read that failed when the fixture was recorded: `<stem>.refused.json`.
#[derive(Deserialize)]
struct Refusal {
    sqlstate: String,
    message: String,
}

impl Default for FakeWorld {
    fn default() -> Self {
        Self::new()
    }
}

impl FakeWorld {
    /// A healthy primary with nothing in it.
    pub fn new() -> Self {
        FakeWorld::empty(false).with(Family::Server, &[server()])
    }

    fn empty(recorded: bool) -> Self {
        let (replies, asked, plans) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        FakeWorld {
            now: NOW,
            replies,
            asked,
            recorded,
            rows: None,
            plans,
            decided: Vec::new(),
            letters: Letters::default(),
            shelf: MemoryShelf::default(),
        }
    }

    /// A recorded situation: `<stem>.json` holds a row a line, `<stem>.refused.json` the error met instead.
    /// The clock stands at the moment of the recording.
    pub fn recorded(folder: &Path) -> std::io::Result<Self> {
        let mut world = FakeWorld::empty(true);
        for family in Family::ALL {
            let rows = folder.join(format!("{}.json", family.stem()));
            let refused = folder.join(format!("{}.refused.json", family.stem()));
            if rows.exists() {
                world = world.with_text(*family, &std::fs::read_to_string(rows)?);
            } else if refused.exists() {
                let refusal: Refusal = serde_json::from_str(&std::fs::read_to_string(refused)?)?;
                world = world.refusing(*family, &refusal.sqlstate, &refusal.message);
            }
        }
        if let Some(Ok(rows)) = world.replies.get(&Family::Server) {
            let server: Option<Server> = rows.first().and_then(|row| serde_json::from_str(row).ok());
            world.now = server.map_or(NOW, |s| s.read_at);
        }
        Ok(world)
    }

    /// Gives a family its rows.
    pub fn with<T: Serialize>(mut self, family: Family, rows: &[T]) -> Self {
        let rows = rows.iter().map(|row| serde_json::to_string(row).unwrap_or_default()).collect();
        self.replies.insert(family, Ok(rows));
        self
    }

    /// Gives a family its rows as text, one JSON object a line.
    pub fn with_text(mut self, family: Family, lines: &str) -> Self {
        let rows = lines.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect();
        self.replies.insert(family, Ok(rows));
        self
    }

    /// Makes reading a family fail the way the server does.
    pub fn refusing(mut self, family: Family, sqlstate: &str, message: &str) -> Self {
        self.replies.insert(family, Err(from_sqlstate(family, sqlstate, message)));
        self
    }

    /// Gives every statement these rows.
    pub fn giving(mut self, rows: Rows) -> Self {
        self.rows = Some(rows);
        self
    }

    /// Gives a statement of this text a plan.
    pub fn planning(mut self, text: &str, plan: Plan) -> Self {
        self.plans.insert(text.into(), plan);
        self
    }

    /// The same facts, looked at later.
    pub fn later(mut self, micros: Micros) -> Self {
        self.now += micros;
        self
    }

    /// Takes an object from the caller's sight.
    pub fn hide(&mut self, key: Key) {
        self.shelf.hidden.insert(key);
    }

    /// What was decided so far.
    pub fn decided(&self) -> &[Decision] {
        &self.decided
    }

    /// The families asked for so far, in order.
    pub fn asked(&self) -> &[Family] {
        &self.asked
    }
}

impl World for FakeWorld {
    fn read(&mut self, family: Family) -> Result<Vec<String>, Unread> {
        self.asked.push(family);
        let absent = if self.recorded && !DECIDED.contains(&family) {
            Err(Unread::because(Reason::Host, format!("{} was not recorded", family.stem())))
        } else {
            Ok(Vec::new())
        };
        self.replies.get(&family).cloned().unwrap_or(absent)
    }

    fn run_sql(&mut self, _sql: &str) -> Result<Rows, Fault> {
        self.rows.clone().ok_or_else(|| Fault::new(Kind::RefusedSql, "this world runs nothing"))
    }

    fn run_own_check(&mut self, sql: &str) -> Result<Rows, Unread> {
        self.run_sql(sql).map_err(Unread::from)
    }

    fn decide(&mut self, decision: &Decision) -> Result<usize, Fault> {
        self.decided.push(decision.clone());
        Ok(1)
    }

    fn plan_own(&mut self, sql: &str) -> Result<Plan, Fault> {
        self.plans.get(sql).cloned().ok_or_else(|| Fault::new(Kind::RefusedSql, "this world plans nothing"))
    }

    fn plan(&mut self, stranger: &Stranger) -> Planned {
        let unknown = || Unread::because(Reason::Host, "this world plans nothing");
        self.plans.get(stranger.text).cloned().ok_or_else(unknown)
    }

    fn shelf(&mut self) -> &mut dyn Shelf {
        &mut self.shelf
    }

    fn now(&mut self) -> Micros {
        self.now
    }

    fn model(&mut self) -> Model {
        self.letters.model.clone()
    }

    fn last_sent(&mut self) -> Option<LastSent> {
        self.letters.last_sent.clone()
    }

    fn post(&mut self, outgoing: &Outgoing) -> Result<Reply, Unreached> {
        self.letters.post(outgoing)
    }
}
