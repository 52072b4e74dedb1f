//! The gate: SQL that a person, a model or a stranger wrote, made harmless. Fail closed, in this order:
//!
//! 0. never with superuser rights, security-restricted, settings of its own (`sandbox`);
//! 1. size and encoding caps, 2. the server's own parser and exactly one statement of an allowed kind (`parse`);
//! 3. before analysis, which can run code: types, relations and names of functions by allow-list (`raw_walk`, `names`);
//! 4. analysis and rewriting, the relations still being those of step 3 (`analyse`);
//! 5. every function of the rewritten tree, and of what the planner adds to it from the catalogs, is in the reviewed
//!    allow-list (`tree_walk`, `attached`, `functions`);
//! 6. the plan's cost under the cap, 7. rows through a receiver with caps on rows, bytes, time and memory (`run`);
//! 8. always rolled back (`sandbox`).
//!
//! [`GatedQuery`] is made here alone, and is the only thing that is planned or run.

pub(crate) mod allowed;
mod analyse;
mod as_select;
mod attached;
mod breath;
mod ceiling;
mod explain;
mod functions;
mod grants;
mod guards;
mod left_to_run;
mod names;
mod parse;
mod raw_walk;
mod relations;
mod rows;
mod run;
mod sandbox;
mod show;
mod stand_in;
mod stranger;
mod tree_walk;
mod types;
mod untyped;
mod watch;

pub(crate) use guards::pass;
pub(crate) use run::{plan_sql, run_sql};
pub(crate) use sandbox::{Caps, Path};
pub(crate) use stand_in::sequence_last_value;
pub(crate) use stranger::plan_of;

use copilot_core::{Fault, Kind};
use pgrx::pg_sys;

/// A refusal: nothing of the statement was run.
fn refused(what: impl Into<String>, why: impl Into<String>) -> Fault {
    Fault::new(Kind::RefusedSql, what).detail(why)
}

/// The last of a list of String nodes: the name without its schema.
fn last_name(names: *mut pg_sys::List) -> String {
    // SAFETY: a list of names in a raw parse tree holds String nodes (parsenodes.h).
    unsafe { dotted(names) }.rsplit('.').next().unwrap_or_default().to_owned()
}

/// `schema.name` of a list of String nodes.
unsafe fn dotted(names: *mut pg_sys::List) -> String {
    // SAFETY: passed on to the caller; NameListToString palloc's its result.
    crate::pg::text::from_server(unsafe { pg_sys::NameListToString(names) })
}
