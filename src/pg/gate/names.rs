//! Step 3, judging what a raw tree names: before analysis, since analysis reads literals and so can run code.

use super::raw_walk::Named;
use super::types::Types;
use super::{dotted, functions, last_name, refused, relations};
use copilot_core::Fault;
use pgrx::pg_sys;
use std::collections::HashSet;

/// The relations that were named; analysis has to find no others.
pub(super) fn demand(named: &Named) -> Result<HashSet<pg_sys::Oid>, Fault> {
    let mut types = Types::default();
    for type_name in &named.types {
        demand_type(*type_name, &mut types)?;
    }
    for function in &named.functions {
        demand_function(*function, &mut types)?;
    }
    for operator in named.operators.iter().filter(|name| !name.is_null()) {
        demand_operator(*operator, &mut types)?;
    }
    let found = relations::resolve(&named.relations);
    for relation in &found {
        relations::demand_named(*relation)?;
        types.demand_columns(*relation)?;
    }
    Ok(found)
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
            match functions::demand((*candidate).oid) {
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
