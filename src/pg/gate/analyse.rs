//! Steps 3 to 5: from a raw tree to a query that has been judged whole.

use super::guards::{self, Mode};
use super::raw_walk::{named, Named};
use super::tree_walk::Used;
use super::{attached, functions, names, refused, relations, stand_in, types, untyped};
use crate::pg::lists::items;
use copilot_core::{Fault, Kind};
use pgrx::pg_sys;
use std::collections::HashSet;
use std::ffi::c_char;

/// A query that passed steps 2 to 5. It is valid inside the sandbox that made it.
pub(crate) struct GatedQuery {
    query: *mut pg_sys::Query,
    source: *const c_char,
}

impl GatedQuery {
    /// Judges a query of a person. The text must outlive the query.
    pub(super) fn of_person(raw: *mut pg_sys::RawStmt, source: *const c_char, mode: Mode) -> Result<GatedQuery, Fault> {
        Self::judge(raw, source, &named(raw)?, mode, |raw| {
            // SAFETY: the tree has passed step 3.
            Ok(unsafe { pg_sys::parse_analyze_fixedparams(raw, source, std::ptr::null(), 0, std::ptr::null_mut()) })
        })
    }

    /// Judges a statement whose constants may be parameters, of types that analysis finds out; where it cannot, they may
    /// be told to be numbers. It can only be planned.
    pub(super) fn with_parameters(
        raw: *mut pg_sys::RawStmt,
        source: *const c_char,
        named: &Named,
        number: Option<pg_sys::Oid>,
    ) -> Result<GatedQuery, Fault> {
        Self::judge(raw, source, named, Mode::Plan, |raw| {
            let told = number.map(|number| untyped::types(raw, number)).unwrap_or_default();
            // SAFETY: the tree has passed step 3. The list of types is palloc'd, since analysis makes it longer.
            unsafe {
                let mut types = pg_sys::palloc0(std::mem::size_of_val(told.as_slice()).max(1)).cast::<pg_sys::Oid>();
                types.copy_from_nonoverlapping(told.as_ptr(), told.len());
                let mut count = i32::try_from(told.len()).unwrap_or_default();
                Ok(pg_sys::parse_analyze_varparams(raw, source, &mut types, &mut count, std::ptr::null_mut()))
            }
        })
    }

    fn judge(
        raw: *mut pg_sys::RawStmt,
        source: *const c_char,
        named: &Named,
        mode: Mode,
        analyse: impl FnOnce(*mut pg_sys::RawStmt) -> Result<*mut pg_sys::Query, Fault>,
    ) -> Result<GatedQuery, Fault> {
        let found = names::demand(named)?;
        let query = analyse(raw)?;
        demand_same_relations(query, &found)?;
        // SAFETY: an analysed query; the rewriter makes one of it, or none where a rule says INSTEAD NOTHING.
        let rewritten = unsafe { items::<pg_sys::Query>(pg_sys::pg_rewrite_query(query)) };
        let [query] = rewritten.as_slice() else {
            return Err(refused("a rule makes another statement of this one", "Only what reads may run here."));
        };
        let mut used = Used::by_query(*query)?;
        let stand_in = stand_in::put(&used)?;
        if stand_in.is_some() {
            used = Used::by_query(*query)?;
        }
        demand_few_windows(&used)?;
        demand_used(&used, stand_in)?;
        demand_output(*query)?;
        guards::apply(&used.calls, &used.levels, mode)?;
        Ok(GatedQuery { query: *query, source })
    }

    /// Plans it: step 6, less the cap, which is the caller's.
    pub(crate) fn plan(&self) -> *mut pg_sys::PlannedStmt {
        // SAFETY: the tree has been judged whole.
        unsafe { pg_sys::planner(self.query, self.source, 0, std::ptr::null_mut()) }
    }

    pub(crate) fn source(&self) -> *const c_char {
        self.source
    }
}

/// Between the look at the names and the analysis somebody may have put another relation in a name's place.
fn demand_same_relations(query: *mut pg_sys::Query, found: &HashSet<pg_sys::Oid>) -> Result<(), Fault> {
    let used = Used::by_query(query)?;
    match used.relations.iter().find(|relation| !found.contains(&relation.oid)) {
        None => Ok(()),
        Some(other) => Err(refused(
            format!("{} has come into the statement while it was read", relations::name(other.oid)),
            "A relation was renamed or made in this moment. Nothing was run.",
        )
        .hint("try again")),
    }
}

fn demand_used(used: &Used, stand_in: Option<pg_sys::Oid>) -> Result<(), Fault> {
    used.functions().filter(|function| Some(*function) != stand_in).try_for_each(functions::demand)?;
    used.implied().try_for_each(functions::demand_implied)?;
    used.domains.iter().try_for_each(|domain| attached::demand_domain(*domain))?;
    used.subscripted.iter().try_for_each(|container| types::demand_subscripts(*container))?;
    used.ordered.iter().try_for_each(|ordered| types::demand_order(*ordered))?;
    attached::demand_support(&used.operators)?;
    types::demand_made(&used.made)?;
    attached::demand(&relations::with_family(&used.relations)?)
}

/// The planner compares each window with each other, and answers no interrupt meanwhile: 500 take a second.
const MOST_WINDOWS: usize = 100;

fn demand_few_windows(used: &Used) -> Result<(), Fault> {
    // SAFETY: queries of the tree.
    let of = |query: *mut pg_sys::Query| unsafe { items::<pg_sys::WindowClause>((*query).windowClause).len() };
    match used.levels.iter().map(|level| of(level.query)).sum() {
        0..=MOST_WINDOWS => Ok(()),
        many => Err(Fault::new(Kind::OverLimit, format!("the statement has {many} windows"))
            .detail(format!("It may have {MOST_WINDOWS} that differ."))),
    }
}

/// What is sent is written by the output functions of its types.
fn demand_output(query: *mut pg_sys::Query) -> Result<(), Fault> {
    // SAFETY: the target list of an analysed query.
    for target in items::<pg_sys::TargetEntry>(unsafe { (*query).targetList }) {
        // SAFETY: an expression of that list.
        types::demand_output(unsafe { pg_sys::exprType((*target).expr.cast()) })?;
    }
    Ok(())
}
