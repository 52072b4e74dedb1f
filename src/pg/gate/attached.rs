//! Expressions that hang on relations and domains in the catalogs. The planner folds those of indexes, check
//! constraints, partitions and extended statistics, and so would run a function in them that lies about being
//! immutable.

use super::tree_walk::Used;
use super::{functions, refused, types};
use crate::pg::text::Text;
use copilot_core::{Fault, Kind};
use pgrx::{pg_sys, Spi};
use std::collections::HashSet;
use std::ffi::CString;

/// Goes on when nothing that hangs on these relations could run a function outside the allow-list.
pub(super) fn demand(relations: &[pg_sys::Oid]) -> Result<(), Fault> {
    demand_each(include_str!("../../../sql/gate/partition_support.sql"), relations)?;
    demand_each(include_str!("../../../sql/gate/index_support.sql"), relations)?;
    judge(include_str!("../../../sql/gate/attached.sql"), relations.to_vec().into())
}

/// What stands behind operators that are not the server's own where they order, group and join.
pub(super) fn demand_support(operators: &HashSet<pg_sys::Oid>) -> Result<(), Fault> {
    match operators.is_empty() {
        true => Ok(()),
        false => {
            let operators: Vec<_> = operators.iter().copied().collect();
            demand_each(include_str!("../../../sql/gate/operator_support.sql"), &operators)
        }
    }
}

/// Goes on when each function that the statement gives for these objects is allowed.
fn demand_each(sql: &str, objects: &[pg_sys::Oid]) -> Result<(), Fault> {
    found(sql, objects)?.into_iter().try_for_each(functions::demand)
}

fn found(sql: &str, objects: &[pg_sys::Oid]) -> Result<Vec<pg_sys::Oid>, Fault> {
    Spi::connect(|client| {
        let table = client.select(sql, None, &[objects.to_vec().into()])?;
        table.map(|row| Ok(row.get::<pg_sys::Oid>(1)?.unwrap_or(pg_sys::InvalidOid))).collect::<Result<Vec<_>, _>>()
    })
    .map_err(|e: pgrx::spi::Error| Fault::new(Kind::Internal, "the catalogs could not be read").detail(e.to_string()))
}

/// The same for the checks of a domain and of the domains it is made of.
pub(super) fn demand_domain(domain: pg_sys::Oid) -> Result<(), Fault> {
    judge(include_str!("../../../sql/gate/domain_checks.sql"), domain.into())
}

/// The statement gives, a row an expression, the object it hangs on and the expression as the server stores it.
fn judge(sql: &str, argument: pgrx::datum::DatumWithOid) -> Result<(), Fault> {
    let found: Vec<(String, String)> = Spi::connect(|client| {
        let table = client.select(sql, None, &[argument])?;
        table
            .map(|row| Ok((row.get::<Text>(1)?.unwrap_or_default().0, row.get::<Text>(2)?.unwrap_or_default().0)))
            .collect::<Result<_, pgrx::spi::Error>>()
    })
    .map_err(|e| Fault::new(Kind::Internal, "the catalogs could not be read").detail(e.to_string()))?;
    for (object, expression) in found {
        demand_expression(&expression)
            .map_err(|why| refused(format!("{object} holds an expression that may not run here"), why.message))?;
    }
    Ok(())
}

fn demand_expression(stored: &str) -> Result<(), Fault> {
    let stored = CString::new(stored).unwrap_or_default();
    // SAFETY: a pg_node_tree as the catalogs hold it: ASCII but for constants, which are written as bytes.
    let node = unsafe { pg_sys::stringToNode(stored.as_ptr()) };
    let used = Used::by_expression(node.cast())?;
    used.functions().try_for_each(functions::demand)?;
    used.implied().try_for_each(functions::demand_implied)?;
    used.domains.iter().try_for_each(|domain| demand_domain(*domain))?;
    demand_support(&used.operators)?;
    types::demand_made(&used.made)
}
