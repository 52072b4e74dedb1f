//! `run_sql()`: one statement through all steps, its rows as JSON.

use super::analyse::GatedQuery;
use super::as_select::as_select;
use super::guards::Mode;
use super::parse::{kind_of, one_statement, Source, Statement};
use super::raw_walk::named;
use super::rows::Receiver;
use super::sandbox::{self, Caps, Path, Stop};
use super::untyped::{is_of_types, NUMBERS};
use super::{explain, grants, show};
use crate::pg::plan;
use crate::pg::settings_scope::SettingsScope;
use copilot_core::evidence::Unread;
use copilot_core::gate::Rows;
use copilot_core::plan::Plan;
use copilot_core::value::Value;
use copilot_core::{Fault, Kind};
use pgrx::pg_sys;

/// Runs one statement with the rights of the caller, a superuser's reduced to those of `copilot_gate`, and gives its
/// rows. `path` is where the caller's names are looked up.
pub(crate) fn run_sql(sql: &str, path: &Path, caps: &Caps) -> Result<Rows, Fault> {
    let source = Source::new(sql)?;
    let role = sandbox::caller_rights()?;
    let done = sandbox::within(role, &path.frozen, caps, || {
        let raw = one_statement(&source)?;
        match kind_of(raw)? {
            Statement::Query(raw) => execute(&GatedQuery::of_person(raw, source.as_ptr(), Mode::Run)?, caps),
            Statement::Explain { query, options } => {
                explain::rows(&GatedQuery::of_person(query, source.as_ptr(), Mode::Plan)?, &options)
            }
            Statement::Show(name) => show::rows(&name, path),
        }
    });
    done.map_err(|stop| ended(stop, &source, &path.frozen, role, caps))
}

/// Plans one statement with the same rights. Of one that changes rows it plans how these are found.
pub(crate) fn plan_sql(sql: &str, path: &Path, caps: &Caps) -> Result<Plan, Fault> {
    let source = Source::new(sql)?;
    let role = sandbox::caller_rights()?;
    let plan = |number: Option<pg_sys::Oid>| {
        sandbox::within(role, &path.frozen, caps, || {
            let raw = one_statement(&source)?;
            let cannot = |unread: Unread| Fault::new(Kind::NotPlanned, unread.detail);
            let changes_rows = as_select(raw).map_err(cannot)?;
            let _quiet = quiet();
            let planned = GatedQuery::with_parameters(raw, source.as_ptr(), &named(raw)?, number)?.plan();
            let lacks = |unread: Unread| Fault::new(Kind::MissingPrivilege, unread.detail);
            plan::demand_rights(planned).map_err(lacks)?;
            Ok(Plan { root: plan::tree(planned), changes_rows })
        })
    };
    let mut done = plan(None);
    for number in NUMBERS {
        if matches!(&done, Err(Stop::Raised(error)) if is_of_types(error)) {
            done = plan(Some(number));
        }
    }
    done.map_err(|stop| ended(stop, &source, &path.frozen, role, caps))
}

/// What is only planned leaves no entry in pg_stat_statements.
pub(super) fn quiet() -> SettingsScope {
    SettingsScope::open().with_power("compute_query_id", "off")
}

/// Why it did not come to its end, as the error that a person sees.
fn ended(stop: Stop, source: &Source, path: &str, role: pg_sys::Oid, caps: &Caps) -> Fault {
    match stop {
        Stop::Refused(fault) => grants::hinted(fault, source, path, role),
        Stop::Over(limit) => limit.fault(caps),
        Stop::Raised(caught) => grants::lacking(caught, source, path, role),
    }
}

fn execute(query: &GatedQuery, caps: &Caps) -> Result<Rows, Fault> {
    let plan = query.plan();
    demand_cost(plan, caps)?;
    let mut receiver = Receiver::new(caps.rows, caps.bytes);
    // SAFETY: the way of SPI (_SPI_pquery): start, run, finish, end, with the active snapshot; the executor checks the
    // role's rights at start. The receiver outlives the run.
    unsafe {
        let running = pg_sys::CreateQueryDesc(
            plan,
            query.source(),
            pg_sys::GetActiveSnapshot(),
            std::ptr::null_mut(),
            receiver.as_dest(),
            std::ptr::null_mut(),
            std::ptr::null_mut(),
            0,
        );
        pg_sys::ExecutorStart(running, 0);
        #[cfg(not(feature = "pg18"))]
        pg_sys::ExecutorRun(running, pg_sys::ScanDirection::ForwardScanDirection, 0, true);
        #[cfg(feature = "pg18")]
        pg_sys::ExecutorRun(running, pg_sys::ScanDirection::ForwardScanDirection, 0);
        pg_sys::ExecutorFinish(running);
        pg_sys::ExecutorEnd(running);
        pg_sys::FreeQueryDesc(running);
    }
    Ok(receiver.into_rows())
}

/// Step 6.
fn demand_cost(plan: *mut pg_sys::PlannedStmt, caps: &Caps) -> Result<(), Fault> {
    // SAFETY: a plan of the planner's has a tree.
    let cost = unsafe { (*(*plan).planTree).total_cost };
    if cost <= caps.cost {
        return Ok(());
    }
    Err(Fault::new(Kind::OverLimit, "the statement is estimated to cost more than it may")
        .detail(format!("The planner estimates {}, and {} may run.", Value::Number(cost), Value::Number(caps.cost)))
        .hint("copilot.gate_max_cost sets the cap (a superuser's setting); EXPLAIN shows the plan"))
}
