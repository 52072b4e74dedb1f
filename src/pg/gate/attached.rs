//! Expressions that hang on relations and domains in the catalogs. The planner folds those of indexes, check
//! constraints, partitions and extended statistics, and so would run a function in them that lies about being
//! immutable.

use super::tree_walk::Used;
use super::{functions, refused};
use crate::pg::text::Text;
use copilot_core::{Fault, Kind};
use pgrx::{pg_sys, Spi};
use std::ffi::CString;

/// Goes on when nothing that hangs on these relations could run a function outside the allow-list.
pub(super) fn demand(relations: &[pg_sys::Oid]) -> Result<(), Fault> {
    let argument = relations.to_vec();
    for function in support_functions(argument.clone())? {
        functions::demand(function)?;
    }
    judge(include_str!("../../../sql/gate/attached.sql"), argument.into())
}

fn support_functions(relations: Vec<pg_sys::Oid>) -> Result<Vec<pg_sys::Oid>, Fault> {
    Spi::connect(|client| {
        let sql = include_str!("../../../sql/gate/partition_support.sql");
        let table = client.select(sql, None, &[relations.into()])?;
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
    used.domains.iter().try_for_each(|domain| demand_domain(*domain))
}
