//! The world of tests and benches: recorded replies of real servers, or rows made on the spot.

pub use super::fake_rows::{bloated_orders, prepared_transaction, role, row_width, slot, standby, table_io, wal};

use super::columns::Columns;
use super::constraints::Constraint;
use super::counts::Counts;
use super::databases::Database;
use super::fake_model::Letters;
use super::indexes::Index;
use super::largest::Largest;
use super::locks::LockWait;
use super::objects::Object;
use super::sequences::Sequence;
use super::server::Server;
use super::sessions::Session;
use super::settings::Setting;
use super::tables::Table;
use super::unread::from_sqlstate;
use super::{Family, Reason, Unread};
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

/// Answers from memory and remembers what it was asked. A family nobody gave it is empty in a made-up world, and
/// could not be read in a recorded one.
pub struct FakeWorld {
    now: Micros,
    replies: BTreeMap<Family, Result<Vec<String>, Unread>>,
    asked: Vec<Family>,
    recorded: bool,
    rows: Option<Rows>,
    plans: BTreeMap<String, Plan>,
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

    /// The families asked for so far, in order.
    pub fn asked(&self) -> &[Family] {
        &self.asked
    }
}

impl World for FakeWorld {
    fn read(&mut self, family: Family) -> Result<Vec<String>, Unread> {
        self.asked.push(family);
        let absent = if self.recorded {
            Err(Unread::because(Reason::Host, format!("{} was not recorded", family.stem())))
        } else {
            Ok(Vec::new())
        };
        self.replies.get(&family).cloned().unwrap_or(absent)
    }

    fn run_sql(&mut self, _sql: &str) -> Result<Rows, Fault> {
        self.rows.clone().ok_or_else(|| Fault::new(Kind::RefusedSql, "this world runs nothing"))
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

/// A table of text columns without comments or keys; its oid is made from its name.
pub fn object(name: &str, columns: &[&str]) -> Object {
    let (schema_name, object_name) = parts(name);
    Object {
        kind: "table".into(),
        oid: name.bytes().fold(16_384, |oid, b| oid * 31 % 1_000_003 + u32::from(b)),
        schema_name,
        object_name,
        comment: None,
        column_names: Some(columns.iter().map(|c| Some((*c).to_owned())).collect()),
        column_types: Some(columns.iter().map(|_| Some("text".to_owned())).collect()),
        column_comments: None,
        primary_key: None,
        refers_to: None,
    }
}

/// `shop.orders` as its two parts.
pub(super) fn parts(name: &str) -> (String, String) {
    let (schema, object) = name.split_once('.').unwrap_or(("public", name));
    (schema.to_owned(), object.to_owned())
}

/// A primary of major 15 that has been counting for 100 days, seen by a member of pg_monitor called dba.
pub fn server() -> Server {
    Server {
        version_num: 150_020,
        in_recovery: false,
        database_name: "shop".into(),
        encoding: "UTF8".into(),
        block_size_bytes: 8192,
        read_at: NOW,
        started_at: NOW - 100 * DAY,
        database_reset_at: None,
        cluster_reset_at: Some(NOW - 200 * DAY),
        role_name: "dba".into(),
        is_superuser: false,
        reads_all_stats: true,
        is_monitor: true,
        preload_libraries: Some("copilot_ext, pg_stat_statements".into()),
        statements_preloaded: true,
    }
}

/// A table of 100,000 rows and 20 MB, vacuumed and analyzed a day ago, with nothing wrong.
pub fn table(name: &str) -> Table {
    let (schema_name, table_name) = parts(name);
    Table {
        oid: 20_000,
        schema_name,
        table_name,
        kind: 'r',
        persistence: 'p',
        is_partition: false,
        estimated_rows: Some(100_000.0),
        estimated_bytes: 20 << 20,
        live_rows: 100_000,
        dead_rows: 0,
        changed_since_analyze: 0,
        deleted_rows: 0,
        was_read: true,
        vacuumed_at: Some(NOW - DAY),
        analyzed_at: Some(NOW - DAY),
        xid_age: Some(1_000),
        has_primary_key: true,
        options: None,
    }
}

/// A valid, used, plain btree of 20 MB over column 1 (`a`) of `shop.orders`.
pub fn index(name: &str) -> Index {
    let (schema_name, index_name) = parts(name);
    Index {
        oid: 30_000,
        table_oid: 20_000,
        schema_name,
        index_name,
        table_name: "orders".into(),
        access_method: "btree".into(),
        kind: 'i',
        is_partition: false,
        is_unique: false,
        nulls_not_distinct: false,
        is_primary: false,
        is_exclusion: false,
        is_immediate: true,
        is_replica_identity: false,
        is_valid: true,
        is_ready: true,
        is_live: true,
        is_being_built: false,
        backs_constraint: false,
        key_columns: 1,
        column_numbers: vec![1],
        column_names: Some(vec![Some("a".into())]),
        operator_classes: vec![1978],
        collations: vec![0],
        options: vec![0],
        expressions_md5: None,
        predicate_md5: None,
        has_storage_options: false,
        estimated_bytes: 20 << 20,
        scans: 1_000,
    }
}

/// A foreign key on column 1 (`a`) of `shop.orders`, oid 20,000, to `shop.customers`, oid 20,001.
pub fn foreign_key(name: &str) -> Constraint {
    Constraint {
        constraint_name: name.into(),
        kind: 'f',
        is_validated: true,
        is_inherited: false,
        schema_name: "shop".into(),
        table_name: "orders".into(),
        table_oid: 20_000,
        index_oid: Some(30_009),
        column_numbers: Some(vec![1]),
        referenced_schema_name: Some("shop".into()),
        referenced_table_name: Some("customers".into()),
        referenced_table_oid: Some(20_001),
        is_indexed: true,
        column_names: None,
        index_names: None,
    }
}

/// The same without an index in its support.
pub fn foreign_key_alone(name: &str) -> Constraint {
    Constraint {
        is_indexed: false,
        column_names: Some(vec!["a".into()]),
        index_names: Some(Vec::new()),
        ..foreign_key(name)
    }
}

/// Columns `a`, `b`, `c` of a table.
pub fn columns(table_oid: i64) -> Columns {
    Columns { table_oid, column_names: ["a", "b", "c"].map(|c| Some(c.to_owned())).to_vec() }
}

/// A table of 20 MB with as much in indexes.
pub fn largest(name: &str) -> Largest {
    let (schema_name, table_name) = parts(name);
    Largest {
        schema_name,
        table_name,
        estimated_bytes: 20 << 20,
        toast_estimated_bytes: None,
        index_estimated_bytes: 20 << 20,
    }
}

/// This many indexes, this many of them small.
pub fn counts(indexes: usize, small_indexes: usize) -> Counts {
    Counts { tables: 10, indexes, small_indexes }
}

/// An integer sequence at 1,000, owned by `shop.orders.id`.
pub fn sequence(name: &str) -> Sequence {
    let (schema_name, sequence_name) = parts(name);
    Sequence {
        oid: 50_000,
        schema_name,
        sequence_name,
        type_name: "int4".into(),
        start_value: 1,
        min_value: 1,
        max_value: 2_147_483_647,
        increment: 1,
        cycles: false,
        is_granted: true,
        is_in_reach: true,
        is_locked: false,
        is_beyond_cap: false,
        last_value: Some(1_000),
        owner_schema_name: Some("shop".into()),
        owner_table_name: Some("orders".into()),
        owner_column_name: Some("id".into()),
        owner_type_name: Some("int4".into()),
    }
}

/// A setting of the configuration file.
pub fn setting(name: &str, value: &str) -> Setting {
    Setting {
        setting_name: name.into(),
        setting: Some(value.into()),
        unit: None,
        source: "configuration file".into(),
        built_in: Some(value.into()),
        context: "sighup".into(),
        is_pending_restart: false,
    }
}

/// A client session in this state for ten seconds.
pub fn session(pid: i32, state: &str) -> Session {
    Session {
        pid,
        user_name: Some("app".into()),
        database_name: Some("shop".into()),
        application_name: Some("web".into()),
        backend_type: Some("client backend".into()),
        leader_pid: None,
        state: Some(state.into()),
        wait_event_type: Some("Client".into()),
        wait_event: Some("ClientRead".into()),
        query_id: None,
        connected_seconds: Some(3_600.0),
        transaction_seconds: state.starts_with("idle in").then_some(10.0),
        query_seconds: Some(10.0),
        state_seconds: Some(10.0),
        xid_age: None,
        xmin_age: None,
        is_own: false,
        is_visible: true,
    }
}

/// The same session as a role without pg_read_all_stats sees it.
pub fn hidden_session(pid: i32) -> Session {
    Session {
        backend_type: None,
        state: None,
        wait_event_type: None,
        wait_event: None,
        connected_seconds: None,
        transaction_seconds: None,
        query_seconds: None,
        state_seconds: None,
        is_visible: false,
        ..session(pid, "idle")
    }
}

/// A process waiting this long for a lock on `shop.orders` that another holds.
pub fn lock_wait(pid: i32, blocked_by: i32, waiting_seconds: f64) -> LockWait {
    LockWait {
        pid,
        blocked_by: vec![blocked_by],
        lock_type: "relation".into(),
        mode: "AccessExclusiveLock".into(),
        waiting_seconds: Some(waiting_seconds),
        schema_name: Some("shop".into()),
        relation_name: Some("orders".into()),
    }
}

/// This database, young in transactions.
pub fn database(name: &str) -> Database {
    Database {
        database_name: name.into(),
        is_current: true,
        allows_connections: true,
        is_template: false,
        connection_limit: -1,
        xid_age: 1_000,
        mxid_age: 0,
        backends: 5,
        commits: 1_000,
        rollbacks: 0,
        blocks_hit: 1_000,
        blocks_read: 10,
        temp_files: 0,
        temp_bytes: 0,
        deadlocks: 0,
        reset_at: None,
        estimated_bytes: Some(100 << 20),
    }
}
