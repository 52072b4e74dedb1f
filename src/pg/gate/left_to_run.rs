//! What the planner cannot compute beforehand, because something in it is known only when the statement runs: a value of
//! a row, a parameter, an aggregate. "No" means that it might.

use super::guards::{entry_of, handed_on};
use super::tree_walk::Level;
use crate::pg::lists::items;
use pgrx::pg_sys::{self, NodeTag};
use std::cell::Cell;

type Node = *mut pg_sys::Node;

/// So many steps are taken for an answer: a name that is followed through sub-queries can come up again and again.
const MOST_STEPS: u32 = 1_000;

/// Of an expression of the query at that level, with its arguments where the parser put them.
pub(super) fn is_left_to_run(expression: Node, levels: &[Level], level: usize) -> bool {
    is_left(expression, levels, level, &Cell::new(MOST_STEPS))
}

fn is_left(expression: Node, levels: &[Level], level: usize, steps: &Cell<u32>) -> bool {
    let Some(fewer) = steps.get().checked_sub(1) else { return false };
    steps.set(fewer);
    let left = |one: Node| !one.is_null() && is_left(one, levels, level, steps);
    let any = |list: *mut pg_sys::List| items::<pg_sys::Node>(list).into_iter().any(left);
    let all = |list: *mut pg_sys::List| items::<pg_sys::Node>(list).into_iter().all(left);
    // SAFETY: an expression of the tree; each cast follows its tag.
    unsafe {
        match (*expression).type_ {
            NodeTag::T_Param
            | NodeTag::T_Aggref
            | NodeTag::T_GroupingFunc
            | NodeTag::T_WindowFunc
            | NodeTag::T_SubLink
            | NodeTag::T_CaseTestExpr => true,
            NodeTag::T_Var => is_of_rows(&*expression.cast(), levels, level, steps),
            // A call is computed when all of its arguments are known, and not before.
            NodeTag::T_FuncExpr => any((*expression.cast::<pg_sys::FuncExpr>()).args),
            NodeTag::T_OpExpr | NodeTag::T_DistinctExpr | NodeTag::T_NullIfExpr => {
                any((*expression.cast::<pg_sys::OpExpr>()).args)
            }
            NodeTag::T_ScalarArrayOpExpr => any((*expression.cast::<pg_sys::ScalarArrayOpExpr>()).args),
            NodeTag::T_MinMaxExpr => any((*expression.cast::<pg_sys::MinMaxExpr>()).args),
            NodeTag::T_ArrayExpr => any((*expression.cast::<pg_sys::ArrayExpr>()).elements),
            NodeTag::T_RelabelType => left((*expression.cast::<pg_sys::RelabelType>()).arg.cast()),
            NodeTag::T_CoerceViaIO => left((*expression.cast::<pg_sys::CoerceViaIO>()).arg.cast()),
            NodeTag::T_ArrayCoerceExpr => left((*expression.cast::<pg_sys::ArrayCoerceExpr>()).arg.cast()),
            NodeTag::T_CoerceToDomain => left((*expression.cast::<pg_sys::CoerceToDomain>()).arg.cast()),
            NodeTag::T_CollateExpr => left((*expression.cast::<pg_sys::CollateExpr>()).arg.cast()),
            // These may come down to one of their parts.
            NodeTag::T_CoalesceExpr => all((*expression.cast::<pg_sys::CoalesceExpr>()).args),
            NodeTag::T_CaseExpr => {
                let case = &*expression.cast::<pg_sys::CaseExpr>();
                let whens = items::<pg_sys::CaseWhen>(case.args);
                left(case.defresult.cast()) && whens.into_iter().all(|when| left((*when).result.cast()))
            }
            _ => false,
        }
    }
}

/// A column of a table, also through sub-queries and joins that hand it on. Other sources may come down to a constant.
unsafe fn is_of_rows(column: &pg_sys::Var, levels: &[Level], level: usize, steps: &Cell<u32>) -> bool {
    // SAFETY: a column of the query at that level.
    let Some((entry, at)) = (unsafe { entry_of(column, levels, level) }) else { return false };
    let number = usize::try_from(column.varattno).ok().and_then(|n| n.checked_sub(1));
    // SAFETY: an entry of the query at level `at`.
    unsafe {
        match (*entry).rtekind {
            pg_sys::RTEKind::RTE_RELATION => true,
            pg_sys::RTEKind::RTE_SUBQUERY => handed_on(entry, column, levels)
                .is_some_and(|(expression, inner)| is_left(expression, levels, inner, steps)),
            pg_sys::RTEKind::RTE_JOIN => {
                let named = number.and_then(|n| items::<pg_sys::Node>((*entry).joinaliasvars).get(n).copied());
                named.is_some_and(|named| !named.is_null() && is_left(named, levels, at, steps))
            }
            _ => false,
        }
    }
}
