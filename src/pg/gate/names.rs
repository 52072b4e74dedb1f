//! Step 3, judging what a raw tree names: before analysis, since analysis reads literals and so can run code.

use super::raw_walk::Named;
use super::types::Types;
use super::{dotted, functions, last_name, refused, relations};
use crate::pg::lists::items;
use crate::pg::text::from_server;
use copilot_core::{Fault, Kind};
use pgrx::pg_sys;
use std::collections::HashSet;

/// Every name that is looked up stays in the caches of the backend, also one that finds nothing.
const MOST_NAMES: usize = 1_000;

/// The relations that were named; analysis has to find no others.
pub(super) fn demand(named: &Named) -> Result<HashSet<pg_sys::Oid>, Fault> {
    let functions = distinct(&named.functions);
    let operators = distinct(&named.operators);
    demand_few(named, functions.len() + operators.len())?;
    let mut types = Types::default();
    for type_name in &named.types {
        demand_type(*type_name, &mut types)?;
    }
    for function in functions {
        demand_function(function, &mut types)?;
    }
    for operator in operators {
        demand_operator(operator, &mut types)?;
    }
    let rows = whole_rows(named);
    let mut found = HashSet::new();
    for name in &named.relations {
        let Some(relation) = relations::resolve(*name) else { continue };
        relations::demand_named(relation)?;
        types.demand_columns(relation)?;
        if may_be_row(*name, &rows) {
            types.demand_row(relation)?;
        }
        found.insert(relation);
    }
    Ok(found)
}

/// The last word of each name that may mean a whole row: a literal beside it is read with the checks of its columns.
fn whole_rows(named: &Named) -> HashSet<String> {
    let words = |fields: &*mut pg_sys::List| {
        let strings = items::<pg_sys::Node>(*fields).into_iter();
        // SAFETY: fields are String nodes, with a star at the end of some.
        strings.filter(|field| unsafe { (**field).type_ } == pg_sys::NodeTag::T_String).last()
    };
    // SAFETY: a String node of the parser's.
    let text = |word: *mut pg_sys::Node| unsafe { from_server((*word.cast::<pg_sys::String>()).sval) };
    named.columns.iter().filter_map(words).map(text).collect()
}

fn may_be_row(relation: *mut pg_sys::RangeVar, rows: &HashSet<String>) -> bool {
    // SAFETY: a RangeVar of the parser's.
    unsafe {
        let alias = (*relation).alias;
        let name = if alias.is_null() { (*relation).relname } else { (*alias).aliasname };
        rows.contains(&from_server(name))
    }
}

/// One of each; a sub-query's IN has no operator that is written.
fn distinct(names: &[*mut pg_sys::List]) -> Vec<*mut pg_sys::List> {
    let mut seen = HashSet::new();
    let written = names.iter().copied().filter(|name| !name.is_null());
    // SAFETY: lists of names of the parser's.
    written.filter(|name| seen.insert(unsafe { dotted(*name) })).collect()
}

fn demand_few(named: &Named, functions_and_operators: usize) -> Result<(), Fault> {
    // SAFETY: names of the parser's; both give palloc'd strings.
    let of_type = |name: &*mut pg_sys::TypeName| unsafe { from_server(pg_sys::TypeNameToString(*name)) };
    let of_relation = |name: &*mut pg_sys::RangeVar| unsafe {
        let schema = (**name).schemaname;
        (if schema.is_null() { String::new() } else { from_server(schema) }, from_server((**name).relname))
    };
    let types = named.types.iter().map(of_type).collect::<HashSet<_>>().len();
    let relations = named.relations.iter().map(of_relation).collect::<HashSet<_>>().len();
    match types + relations + functions_and_operators {
        0..=MOST_NAMES => Ok(()),
        many => Err(Fault::new(Kind::OverLimit, format!("the statement names {many} different things"))
            .detail(format!("It may name {MOST_NAMES} relations, types, functions and operators."))),
    }
}

fn demand_type(type_name: *mut pg_sys::TypeName, types: &mut Types) -> Result<(), Fault> {
    // SAFETY: a TypeName of the parser's; a missing type is InvalidOid, and analysis will say so.
    let oid = unsafe {
        if (*type_name).pct_type {
            return Err(refused("%TYPE is not allowed here", "It stands for a type that is not named."));
        }
        pg_sys::LookupTypeNameOid(std::ptr::null_mut(), type_name, true)
    };
    if oid == pg_sys::InvalidOid {
        return Ok(());
    }
    types.demand(oid)
}

/// Arguments of one candidate.
unsafe fn arguments(candidate: pg_sys::FuncCandidateList) -> Vec<pg_sys::Oid> {
    // SAFETY: `args` has `nargs` elements (namespace.h).
    unsafe {
        let args = (&raw const (*candidate).args).cast::<pg_sys::Oid>();
        (0..usize::try_from((*candidate).nargs).unwrap_or_default()).map(|at| *args.add(at)).collect()
    }
}

/// A function by its name: whichever of them analysis chooses, reading its literals must be harmless; and one of them
/// must be allowed at all. Which one it is, is judged once more by OID after analysis.
fn demand_function(names: *mut pg_sys::List, types: &mut Types) -> Result<(), Fault> {
    // SAFETY: a list of names of the parser's; the candidates are palloc'd, missing ones are none.
    unsafe {
        let mut candidate = pg_sys::FuncnameGetCandidates(names, -1, std::ptr::null_mut(), false, false, false, true);
        if candidate.is_null() {
            // `type(literal)` is a cast.
            let type_name = pg_sys::makeTypeNameFromNameList(names);
            return demand_type(type_name, types);
        }
        let mut refusal = None;
        let mut any_allowed = false;
        while !candidate.is_null() {
            for argument in arguments(candidate) {
                types.demand(argument).map_err(|why| {
                    refused(format!("functions named {} may not be called here", dotted(names)), why.message)
                })?;
            }
            match functions::demand_by_name((*candidate).oid) {
                Ok(()) => any_allowed = true,
                Err(why) => refusal = refusal.or(Some(why)),
            }
            candidate = (*candidate).next;
        }
        match refusal {
            Some(why) if !any_allowed => Err(why),
            _ => Ok(()),
        }
    }
}

fn demand_operator(names: *mut pg_sys::List, types: &mut Types) -> Result<(), Fault> {
    // SAFETY: a list of names of the parser's; the candidates are palloc'd.
    unsafe {
        let mut candidate = pg_sys::OpernameGetCandidates(names, 0, true);
        while !candidate.is_null() {
            for argument in arguments(candidate).into_iter().filter(|oid| *oid != pg_sys::InvalidOid) {
                types.demand(argument).map_err(|why| {
                    refused(format!("operators named {} may not be used here", last_name(names)), why.message)
                })?;
            }
            candidate = (*candidate).next;
        }
    }
    Ok(())
}
