//! Reading the audit: an ordinary reader the own rows, `copilot_auditor` (and a superuser) all.

use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::text::Text;
use crate::pg::who;
use copilot_core::evidence::Evidence;
use copilot_core::{Fault, Kind};
use pgrx::datum::DatumWithOid;
use pgrx::prelude::TimestampWithTimeZone;
use pgrx::spi::{Spi, SpiHeapTupleData};
use serde_json::Value;

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
    pub(crate) outcome: Option<Text>,
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
    Ok(Spi::get_one::<bool>(sql).map_err(internal)?.unwrap_or_default())
}

/// The rows the caller may see, oldest first; one of them when an id is given.
pub(crate) fn rows(id: Option<i64>) -> Result<Vec<Row>, Fault> {
    let all = who::acts_with(c"copilot_auditor");
    let (acting, authenticated) = (who::acting_role(), who::authenticated_role());
    // A user who has taken another role sees what was asked under that role; as oneself, all of one's own.
    let only_user = (!all).then(|| who::role_name(authenticated));
    let only_role = (!all && acting != authenticated).then(|| who::role_name(acting));
    let _identity = ActingAsOwner::begin(owner::of_extension()?);
    if !tables_exist()? {
        return Ok(Vec::new());
    }
    let arguments: [DatumWithOid; 3] = [only_user.map(Text).into(), only_role.map(Text).into(), id.into()];
    Spi::connect(|client| {
        let table = client.select(include_str!("../../../sql/audit/rows.sql"), None, &arguments).map_err(internal)?;
        table.map(|row| one(&row).map_err(internal)).collect()
    })
}

fn one(row: &SpiHeapTupleData) -> Result<Row, pgrx::spi::Error> {
    let json = |at: usize| Ok::<_, pgrx::spi::Error>(row.get::<pgrx::JsonB>(at)?.map(|json| json.0));
    Ok(Row {
        id: row.get(1)?.unwrap_or_default(),
        at: row.get(2)?.ok_or(pgrx::spi::Error::InvalidPosition)?,
        authenticated: row.get(3)?,
        role: row.get(4)?,
        client: row.get(5)?,
        application: row.get(6)?,
        database: row.get(7)?,
        pid: row.get(8)?,
        action: row.get(9)?,
        question: row.get(10)?,
        outcome: row.get(11)?,
        sqlstate: row.get(12)?,
        rows: row.get(13)?,
        ms: row.get(14)?,
        tokens: row.get(15)?,
        facts: json(16)?,
        answer: row.get(17)?,
        evidence: json(18)?,
        error: row.get(19)?,
    })
}

/// The evidence of one call that the caller may see.
pub(crate) fn evidence(id: i64) -> Result<Vec<Evidence>, Fault> {
    let row = rows(Some(id))?.pop().ok_or_else(|| {
        Fault::new(Kind::NotFound, format!("there is no audit row {id} that you may see"))
            .hint("select id, action, question from copilot.audit order by id desc limit 10")
    })?;
    match row.evidence {
        None => Ok(Vec::new()),
        Some(json) => serde_json::from_value(json)
            .map_err(|e| Fault::new(Kind::Internal, "the kept evidence cannot be read").detail(e.to_string())),
    }
}
