//! Reading the audit: an ordinary reader the own rows, `copilot_auditor` (and a superuser) all.

use crate::pg::lookup;
use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::procedure::with_snapshot;
use crate::pg::settings_scope::SettingsScope;
use crate::pg::stream::EPOCH_MICROS;
use crate::pg::text::Text;
use crate::pg::who;
use copilot_core::evidence::Evidence;
use copilot_core::{Fault, Kind};
use pgrx::prelude::TimestampWithTimeZone;
use pgrx::spi::{Spi, SpiHeapTupleData};
use serde_json::Value;

/// What to type to find a call's id.
pub(crate) const LATEST_CALLS: &str = "select id, action, question from copilot.audit order by id desc limit 10";

/// One row of the view `copilot.audit`.
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) at: TimestampWithTimeZone,
    pub(crate) authenticated: Option<Text>,
    pub(crate) role: Option<Text>,
    pub(crate) client: Option<Text>,
    pub(crate) application: Option<Text>,
    pub(crate) database: Option<Text>,
    pub(crate) pid: Option<i32>,
    pub(crate) action: Option<Text>,
    pub(crate) question: Option<Text>,
    pub(crate) outcome: Text,
    pub(crate) sqlstate: Option<Text>,
    pub(crate) rows: Option<i64>,
    pub(crate) ms: Option<f64>,
    pub(crate) tokens: Option<i64>,
    pub(crate) facts: Option<Value>,
    pub(crate) answer: Option<Text>,
    pub(crate) evidence: Option<Value>,
    pub(crate) error: Option<Text>,
}

pub(super) fn internal(e: pgrx::spi::Error) -> Fault {
    Fault::new(Kind::Internal, "the audit tables could not be read").detail(e.to_string())
}

/// Whether the audit's tables have been made yet.
pub(super) fn tables_exist() -> Result<bool, Fault> {
    let sql = "select pg_catalog.to_regclass('copilot_audit.text') is not null";
    Ok(lookup::value::<bool>(sql, &[]).map_err(internal)?.unwrap_or_default())
}

/// Whose rows the caller may see.
pub(super) struct Sight {
    /// None: everybody's.
    user: Option<String>,
    /// Set when the user has taken another role: then only what was asked under that role.
    role: Option<String>,
}

impl Sight {
    pub(super) fn of_caller() -> Sight {
        let (acting, authenticated) = (who::acting_role(), who::authenticated_role());
        match who::acts_with(c"copilot_auditor") {
            true => Sight { user: None, role: None },
            false => Sight {
                user: Some(who::role_name(authenticated)),
                role: (acting != authenticated).then(|| who::role_name(acting)),
            },
        }
    }

    pub(super) fn covers(&self, opening: &Value) -> bool {
        let says = |field: &str, wanted: &Option<String>| {
            wanted.is_none() || opening.get(field).and_then(Value::as_str) == wanted.as_deref()
        };
        says("authenticated", &self.user) && says("role", &self.role)
    }
}

/// The rows the caller may see, oldest first; one of them when an id is given.
pub(crate) fn rows(id: Option<i64>) -> Result<Vec<Row>, Fault> {
    let _settings = SettingsScope::pinned_path();
    let sight = Sight::of_caller();
    let _identity = ActingAsOwner::begin(owner::of_extension()?);
    if !tables_exist()? {
        return Ok(Vec::new());
    }
    Spi::connect(|client| {
        let sql = include_str!("../../../sql/audit/rows.sql");
        let table = client.select(sql, None, &[id.into()]).map_err(internal)?;
        table.filter_map(|row| one(&row, &sight).transpose()).collect::<Result<_, _>>().map_err(internal)
    })
}

/// When a call was asked that was taken in from a standby; its entry is younger.
fn asked_at(opening: &Value) -> Option<TimestampWithTimeZone> {
    let micros = opening.get("imported")?.get("at")?.as_i64()?;
    TimestampWithTimeZone::try_from(micros - EPOCH_MICROS).ok()
}

/// None when the caller may not see it.
fn one(row: &SpiHeapTupleData, sight: &Sight) -> Result<Option<Row>, pgrx::spi::Error> {
    let parsed = |at: usize| -> Result<Value, pgrx::spi::Error> {
        Ok(row.get::<Text>(at)?.and_then(|text| serde_json::from_str(&text.0).ok()).unwrap_or_default())
    };
    let (opening, closing) = (parsed(3)?, parsed(4)?);
    if !sight.covers(&opening) {
        return Ok(None);
    }
    let text = |entry: &Value, field: &str| entry.get(field).and_then(Value::as_str).map(|s| Text(s.to_owned()));
    let number = |entry: &Value, field: &str| entry.get(field).and_then(Value::as_i64);
    let evidence = parsed(8)?;
    Ok(Some(Row {
        id: row.get(1)?.unwrap_or_default(),
        at: match asked_at(&opening) {
            Some(at) => at,
            None => row.get(2)?.ok_or(pgrx::spi::Error::InvalidPosition)?,
        },
        authenticated: text(&opening, "authenticated"),
        role: text(&opening, "role"),
        client: text(&opening, "client"),
        application: row.get(5)?,
        database: text(&opening, "database"),
        pid: number(&opening, "pid").and_then(|pid| i32::try_from(pid).ok()),
        action: text(&opening, "action"),
        question: row.get(6)?,
        outcome: text(&closing, "outcome").unwrap_or_else(|| Text("running".into())),
        sqlstate: text(&closing, "sqlstate"),
        rows: number(&closing, "rows"),
        ms: closing.get("ms").and_then(Value::as_f64),
        tokens: number(&closing, "tokens"),
        facts: closing.get("facts").cloned(),
        answer: row.get(7)?,
        evidence: (!evidence.is_null()).then_some(evidence),
        error: row.get(9)?,
    }))
}

/// The evidence of one call that the caller may see.
pub(crate) fn evidence(id: i64) -> Result<Vec<Evidence>, Fault> {
    let row = rows(Some(id))?.pop().ok_or_else(|| {
        Fault::new(Kind::NotFound, format!("there is no audit row {id} that you may see")).hint(LATEST_CALLS)
    })?;
    match row.evidence {
        None => Ok(Vec::new()),
        Some(json) => serde_json::from_value(json)
            .map_err(|e| Fault::new(Kind::Internal, "the kept evidence cannot be read").detail(e.to_string())),
    }
}

/// The salted hash of the report kept with this closing entry; none when there is none, or no chain.
pub(crate) fn report_hash(entry: i64) -> Result<Option<String>, Fault> {
    let sql = "select e.canonical from copilot_audit.entry e where e.seq = $1 and e.kind = 'close'";
    hash_in(sql, entry)
}

/// The same for a call of this very statement: its closing entry is younger than the statement's snapshot.
pub(crate) fn report_hash_of_call(call: i64) -> Result<Option<String>, Fault> {
    let sql = "select e.canonical from copilot_audit.entry e where e.call = $1 and e.kind = 'close'";
    with_snapshot(|| hash_in(sql, call))
}

fn hash_in(sql: &str, number: i64) -> Result<Option<String>, Fault> {
    let _settings = SettingsScope::pinned_path();
    let _identity = ActingAsOwner::begin(owner::of_extension()?);
    if !tables_exist()? {
        return Ok(None);
    }
    let canonical = lookup::value::<Text>(sql, &[number.into()]).map_err(internal)?;
    let entry: Value = canonical.and_then(|text| serde_json::from_str(&text.0).ok()).unwrap_or_default();
    Ok(entry.pointer("/texts/report").and_then(Value::as_str).map(str::to_owned))
}
