//! Reads one family of facts: our own fixed text, with the caller's rights, read only, within its budgets of time
//! and of lock waits.

use crate::pg::lookup;
use crate::pg::probe_timer;
use crate::pg::settings_scope::SettingsScope;
use crate::pg::subxact::{look, Caught};
use crate::pg::text::Text;
use crate::pg::world::clock;
use copilot_core::evidence::unread::from_sqlstate;
use copilot_core::evidence::{Family, Reason, Unread};
use pgrx::{spi, PgSqlErrorCode, Spi};
use std::time::Duration;

/// How long one call may wait for other sessions' locks, in sum; after that its probes don't wait.
const LOCK_WAIT_BUDGET: Duration = Duration::from_millis(200);
/// A lock that is not free within this counts as held; it is the shortest `lock_timeout` there is.
const NO_WAIT_MS: u64 = 1;
const FETCH_ROWS: i64 = 1_000;

/// The lock waits of one call so far.
#[derive(Default)]
pub(crate) struct Waits {
    spent: Duration,
}

impl Waits {
    fn left_ms(&self) -> u64 {
        u64::try_from(LOCK_WAIT_BUDGET.saturating_sub(self.spent).as_millis()).unwrap_or_default()
    }
}

/// The rows of a family, each one JSON object, or why not.
pub(crate) fn family(family: Family, budget: Duration, waits: &mut Waits) -> Result<Vec<String>, Unread> {
    let sql = text_of(family)?;
    let first = probe(&sql, budget, NO_WAIT_MS);
    let waited = match &first {
        Err(Failure::Locked(_)) if waits.left_ms() > NO_WAIT_MS => {
            let begun = clock();
            let second = probe(&sql, budget, waits.left_ms());
            // What the second try took is an upper bound of what it waited.
            waits.spent += Duration::from_micros(u64::try_from(clock() - begun).unwrap_or_default());
            Some(second)
        }
        _ => None,
    };
    waited.unwrap_or(first).map_err(|failure| failure.into_unread(family, budget))
}

enum Failure {
    Budget,
    Locked(Caught),
    Other(Caught),
    Spi(spi::Error),
}

impl Failure {
    fn into_unread(self, family: Family, budget: Duration) -> Unread {
        match self {
            Failure::Budget => Unread {
                reason: Reason::Budget,
                detail: format!("reading {} took longer than {} ms", family.stem(), budget.as_millis()),
                opens_with: Some("set copilot.probe_timeout to a longer time (a superuser's setting)".into()),
            },
            Failure::Spi(e) => Unread::because(Reason::Host, format!("{} could not be read: {e}", family.stem())),
            Failure::Locked(caught) | Failure::Other(caught) => {
                from_sqlstate(family, &caught.sqlstate(), &caught.message())
            }
        }
    }
}

/// The family's text with the places of other extensions' views filled in.
fn text_of(family: Family) -> Result<String, Unread> {
    let sql = family.sql();
    if !sql.contains("{pg_stat_statements") {
        return Ok(sql.to_owned());
    }
    let schema = schema_of("pg_stat_statements").ok_or_else(|| Unread {
        reason: Reason::Extension,
        detail: "extension pg_stat_statements is not installed in this database".into(),
        opens_with: Some("create extension pg_stat_statements".into()),
    })?;
    let view = |name: &str| format!("{}.{name}", spi::quote_identifier(&schema));
    Ok(sql
        .replace("{pg_stat_statements_info}", &view("pg_stat_statements_info"))
        .replace("{pg_stat_statements}", &view("pg_stat_statements")))
}

/// The schema an extension's objects are in.
fn schema_of(extension: &str) -> Option<String> {
    let sql = "select n.nspname::text from pg_catalog.pg_extension e
               join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = $1";
    let argument = Text(extension.into()).into();
    lookup::value::<Text>(sql, &[argument]).ok().flatten().map(|text| text.0)
}

/// One try in a sub-transaction of its own, which leaves no lock behind.
fn probe(sql: &str, budget: Duration, lock_timeout_ms: u64) -> Result<Vec<String>, Failure> {
    let (result, timer_fired) = probe_timer::within(budget, || {
        look(|| {
            let _settings = SettingsScope::pinned_path()
                .with("transaction_read_only", "on")
                .with("jit", "off")
                .with("max_parallel_workers_per_gather", "0")
                .with("lock_timeout", &lock_timeout_ms.to_string());
            rows(sql)
        })
    });
    match result {
        Ok(rows) => rows.map_err(Failure::Spi),
        Err(caught) => Err(match caught.code() {
            PgSqlErrorCode::ERRCODE_QUERY_CANCELED if timer_fired => Failure::Budget,
            // Somebody cancelled the whole call.
            PgSqlErrorCode::ERRCODE_QUERY_CANCELED => caught.raise_on(),
            PgSqlErrorCode::ERRCODE_LOCK_NOT_AVAILABLE => Failure::Locked(caught),
            _ => Failure::Other(caught),
        }),
    }
}

fn rows(sql: &str) -> Result<Vec<String>, spi::Error> {
    let wrapped = format!("/* copilot */ select pg_catalog.row_to_json(t)::pg_catalog.text from ({sql}\n) t");
    Spi::connect(|client| {
        let mut rows = Vec::new();
        let mut cursor = client.try_open_cursor(wrapped.as_str(), &[])?;
        loop {
            let table = cursor.fetch(FETCH_ROWS)?;
            if table.is_empty() {
                return Ok(rows);
            }
            for row in table {
                rows.push(row.get::<Text>(1)?.unwrap_or_default().0);
            }
        }
    })
}
