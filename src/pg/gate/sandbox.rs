//! Step 0 and step 8: whose rights, which settings, which limits; and that nothing stays.

use super::watch::{self, Limit};
use crate::pg::lists::oids;
use crate::pg::settings_scope::SettingsScope;
use crate::pg::subxact::{look, Caught};
use crate::pg::who;
use copilot_core::{Fault, Kind};
use pgrx::{pg_sys, PgMemoryContexts, PgSqlErrorCode};
use std::time::Duration;

/// What one statement may use.
#[derive(Clone, Copy)]
pub(crate) struct Caps {
    pub(crate) time: Duration,
    pub(crate) memory_bytes: u64,
    pub(crate) temp_file_kb: u64,
    /// In the planner's units.
    pub(crate) cost: f64,
    pub(crate) rows: usize,
    pub(crate) bytes: usize,
}

/// The role that runs what a superuser asked for.
const GATE_ROLE: &std::ffi::CStr = c"copilot_gate";

/// With whose rights a statement of this role runs: its own, or `copilot_gate`'s for a superuser.
pub(crate) fn rights_of(role: pg_sys::Oid) -> Result<pg_sys::Oid, Fault> {
    // SAFETY: look-ups in the catalog's caches.
    unsafe {
        if !pg_sys::superuser_arg(role) {
            return Ok(role);
        }
        let gate = pg_sys::get_role_oid(GATE_ROLE.as_ptr(), true);
        if gate == pg_sys::InvalidOid || pg_sys::superuser_arg(gate) {
            return Err(Fault::new(
                Kind::RefusedSql,
                "a superuser's SQL runs as role \"copilot_gate\", which cannot be used",
            )
            .detail("The role is missing, or is a superuser itself.")
            .hint("CREATE ROLE copilot_gate NOLOGIN; or ALTER ROLE copilot_gate NOSUPERUSER"));
        }
        Ok(gate)
    }
}

/// How long the sandbox waits for a lock that somebody holds.
const LOCK_TIMEOUT_MS: &str = "200";

/// Why a statement did not come to its end.
pub(super) enum Stop {
    Refused(Fault),
    Over(Limit),
    /// The server's own ERROR, rolled back.
    Raised(Caught),
}

/// Runs `work` with the rights of `role`, security-restricted, read only, under its caps, in a sub-transaction that is
/// always rolled back. Somebody's cancel of the whole call is raised on.
pub(super) fn within<T>(
    role: pg_sys::Oid,
    path: &str,
    caps: &Caps,
    work: impl FnOnce() -> Result<T, Fault>,
) -> Result<T, Stop> {
    let before = State::now();
    // Outlives the sub-transaction, whose abort may still look at what it left there.
    let mut memory = PgMemoryContexts::new("copilot gate");
    let (result, ended_by) = watch::within(caps.time, caps.memory_bytes, || {
        look(|| {
            let _settings = SettingsScope::pinned_path()
                .with("search_path", path)
                .with("lock_timeout", LOCK_TIMEOUT_MS)
                .with("jit", "off")
                .with("max_parallel_workers_per_gather", "0")
                .with("row_security", "on")
                .with("transaction_read_only", "on")
                .with_power("temp_file_limit", &caps.temp_file_kb.to_string());
            restrict(role);
            let _ceiling = watch::ceiling(caps.memory_bytes);
            // SAFETY: the context outlives the work, whose result holds nothing of it.
            unsafe { memory.switch_to(|_| work()) }
        })
    });
    if State::now() != before {
        let fault = Fault::new(Kind::Internal, "the sandbox left something behind")
            .detail("The role, the security context or the transaction is not what it was before the statement.");
        return Err(Stop::Refused(fault));
    }
    match result {
        Ok(done) => done.map_err(Stop::Refused),
        Err(caught) if caught.code() == PgSqlErrorCode::ERRCODE_QUERY_CANCELED => match ended_by {
            Some(limit) => Err(Stop::Over(limit)),
            None => caught.raise_on(),
        },
        Err(caught) if caught.code() == PgSqlErrorCode::ERRCODE_OUT_OF_MEMORY => Err(Stop::Over(Limit::Memory)),
        Err(caught) => Err(Stop::Raised(caught)),
    }
}

/// The role's rights, without the way back: no SET ROLE, no temporary tables, no NOTIFY (miscinit.c). The abort of the
/// sub-transaction restores the caller's.
fn restrict(role: pg_sys::Oid) {
    let (mut user, mut context) = (pg_sys::InvalidOid, 0);
    let flags = pg_sys::SECURITY_LOCAL_USERID_CHANGE | pg_sys::SECURITY_RESTRICTED_OPERATION;
    // SAFETY: the pattern of the server's own maintenance commands (analyze.c).
    unsafe {
        pg_sys::GetUserIdAndSecContext(&mut user, &mut context);
        pg_sys::SetUserIdAndSecContext(role, context | flags as i32);
    }
}

/// What must be the same after a statement as before it.
#[derive(PartialEq)]
struct State {
    user: pg_sys::Oid,
    context: i32,
    read_only: bool,
    transaction: u32,
}

impl State {
    fn now() -> State {
        let (mut user, mut context) = (pg_sys::InvalidOid, 0);
        // SAFETY: variables of the backend.
        unsafe {
            pg_sys::GetUserIdAndSecContext(&mut user, &mut context);
            let transaction = pg_sys::GetTopTransactionIdIfAny();
            State { user, context, read_only: pg_sys::XactReadOnly, transaction: transaction.into_inner() }
        }
    }
}

/// Where the caller's names are looked up, taken down before the call's own settings hold.
#[derive(Clone, Default)]
pub(crate) struct Path {
    /// The schemas, frozen as text: pg_temp last, so that nobody's temporary object stands in for another.
    pub(super) frozen: String,
    /// The setting as the caller has it.
    pub(super) as_set: String,
}

impl Path {
    /// For texts that qualify every other name.
    pub(crate) fn of_the_server() -> Path {
        Path { frozen: "pg_catalog, pg_temp".to_owned(), as_set: String::new() }
    }

    pub(crate) fn of_caller() -> Path {
        // SAFETY: gives a palloc'd list of oids.
        let schemas = oids(unsafe { pg_sys::fetch_search_path(false) });
        // A schema that is gone meanwhile has no name.
        let named = schemas.into_iter().filter_map(schema_name).filter(|s| !s.starts_with("pg_temp"));
        let quoted = named.map(|schema| pgrx::spi::quote_identifier(&schema)).chain(["pg_temp".to_owned()]);
        // SAFETY: a C string; the setting exists in every server.
        let as_set = unsafe { pg_sys::GetConfigOption(c"search_path".as_ptr(), true, false) };
        Path { frozen: quoted.collect::<Vec<_>>().join(", "), as_set: crate::pg::text::from_server(as_set) }
    }
}

fn schema_name(oid: pg_sys::Oid) -> Option<String> {
    // SAFETY: a look-up in the catalog's cache, NULL for a missing schema.
    let name = unsafe { pg_sys::get_namespace_name(oid) };
    (!name.is_null()).then(|| crate::pg::text::from_server(name))
}

pub(crate) fn caller_rights() -> Result<pg_sys::Oid, Fault> {
    rights_of(who::acting_role())
}
