//! pg_stat_statements writes `$1` for every constant and forgets its type. What consists of such parameters alone, as in
//! `$1 + $2` or `sum(CASE WHEN a THEN $1 ELSE $2 END)`, has no types that analysis could find. They were numbers: of
//! two quoted literals the server would not have known the types either, and the statement would never have run.

use crate::pg::lists::items;
use crate::pg::subxact::Caught;
use pgrx::pg_sys::{self, NodeTag};
use std::collections::BTreeSet;
use std::ffi::c_void;

type Node = *mut pg_sys::Node;
type Walker = unsafe extern "C-unwind" fn(Node, *mut c_void) -> bool;

// Without pgrx's guard at every level: see raw_walk.rs.
extern "C-unwind" {
    #[cfg_attr(not(feature = "pg15"), link_name = "raw_expression_tree_walker_impl")]
    fn raw_expression_tree_walker(node: Node, walker: Walker, context: *mut c_void) -> bool;
    fn check_stack_depth();
}

/// Functions of numbers that analysis does not choose by a parameter alone.
const OF_NUMBERS: [&str; 12] =
    ["sum", "avg", "stddev", "variance", "generate_series", "abs", "round", "trunc", "ceil", "floor", "power", "mod"];
const ARITHMETIC: [&str; 6] = ["+", "-", "*", "/", "%", "^"];
/// No statement has more.
const MOST_PARAMETERS: i32 = 65_535;

/// What they are taken for, one after the other: a whole number becomes any other number where one is wanted.
pub(super) const NUMBERS: [pg_sys::Oid; 2] = [pg_sys::INT4OID, pg_sys::NUMERICOID];

/// Whether analysis ended for want of types: no such function or operator, several of them, or one that does not fit.
pub(super) fn is_of_types(error: &Caught) -> bool {
    ["42883", "42725", "42804", "42P18"].contains(&error.sqlstate().as_str())
}

/// The types of the parameters, `InvalidOid` where analysis shall find them out: those that were numbers get `number`.
pub(super) fn types(raw: *mut pg_sys::RawStmt, number: pg_sys::Oid) -> Vec<pg_sys::Oid> {
    let mut numbers = BTreeSet::<i32>::new();
    let context = (&raw mut numbers).cast::<c_void>();
    // SAFETY: the tree came from the parser and has passed step 3.
    unsafe {
        pg_sys::ffi::pg_guard_ffi_boundary(|| visit((*raw).stmt, context));
    }
    let last = numbers.last().copied().filter(|last| *last <= MOST_PARAMETERS).unwrap_or_default();
    (1..=last).map(|n| if numbers.contains(&n) { number } else { pg_sys::InvalidOid }).collect()
}

unsafe extern "C-unwind" fn visit(node: Node, context: *mut c_void) -> bool {
    if node.is_null() {
        return false;
    }
    // SAFETY: the context is the set of `types`; each cast follows its tag.
    unsafe {
        check_stack_depth();
        let found = match (*node).type_ {
            NodeTag::T_A_Expr => of_operator(&*node.cast()),
            NodeTag::T_FuncCall => of_call(&*node.cast()),
            _ => None,
        };
        (*context.cast::<BTreeSet<i32>>()).extend(found.unwrap_or_default());
        raw_expression_tree_walker(node, visit, context)
    }
}

unsafe fn of_operator(operator: &pg_sys::A_Expr) -> Option<Vec<i32>> {
    // SAFETY: a node of the tree.
    unsafe {
        if operator.kind != pg_sys::A_Expr_Kind::AEXPR_OP || !is_named(operator.name, &ARITHMETIC) {
            return None;
        }
        match (alone(operator.lexpr), alone(operator.rexpr)) {
            (Some(left), Some(right)) => Some([left, right].concat()),
            // A bare parameter takes the type of the other side; one inside of CASE or COALESCE has become a text.
            (Some(side), None) if !is_parameter(operator.lexpr) => Some(side),
            (None, Some(side)) if !is_parameter(operator.rexpr) => Some(side),
            _ => None,
        }
    }
}

unsafe fn is_parameter(side: Node) -> bool {
    // SAFETY: a node of the tree, or none: a prefix operator has no left side.
    unsafe { !side.is_null() && (*side).type_ == NodeTag::T_ParamRef }
}

/// Of one side of an operator; a prefix operator has no left one.
unsafe fn alone(side: Node) -> Option<Vec<i32>> {
    // SAFETY: a node of the tree.
    unsafe {
        if side.is_null() {
            Some(Vec::new())
        } else {
            untyped(side)
        }
    }
}

unsafe fn of_call(call: &pg_sys::FuncCall) -> Option<Vec<i32>> {
    // SAFETY: a node of the tree.
    unsafe {
        let arguments = items::<pg_sys::Node>(call.args);
        let is_of_numbers = is_named(call.funcname, &OF_NUMBERS) && !arguments.is_empty();
        is_of_numbers.then(|| arguments.into_iter().map(|argument| untyped(argument)).collect::<Option<Vec<_>>>())?
    }
    .map(|numbers| numbers.concat())
}

/// The parameters that an expression's value can be, when it can be nothing else.
unsafe fn untyped(node: Node) -> Option<Vec<i32>> {
    // SAFETY: a node of the tree; each cast follows its tag.
    unsafe {
        let all = |nodes: Vec<Node>| {
            let each: Option<Vec<_>> = nodes.into_iter().map(|one| untyped(one)).collect();
            each.map(|numbers| numbers.concat())
        };
        match (*node).type_ {
            NodeTag::T_ParamRef => Some(vec![(*node.cast::<pg_sys::ParamRef>()).number]),
            NodeTag::T_A_Expr => {
                let operator = &*node.cast::<pg_sys::A_Expr>();
                let numbers = of_operator(operator)?;
                (alone(operator.lexpr).is_some() && alone(operator.rexpr).is_some()).then_some(numbers)
            }
            NodeTag::T_CoalesceExpr => all(items((*node.cast::<pg_sys::CoalesceExpr>()).args)),
            NodeTag::T_MinMaxExpr => all(items((*node.cast::<pg_sys::MinMaxExpr>()).args)),
            NodeTag::T_CaseExpr => {
                let case = &*node.cast::<pg_sys::CaseExpr>();
                let whens = items::<pg_sys::CaseWhen>(case.args).into_iter();
                let mut results: Vec<Node> = whens.map(|when| (*when).result.cast()).collect();
                results.extend((!case.defresult.is_null()).then_some(case.defresult.cast::<pg_sys::Node>()));
                all(results)
            }
            _ => None,
        }
    }
}

/// The last of the names, without its schema, is one of these.
unsafe fn is_named(names: *mut pg_sys::List, these: &[&str]) -> bool {
    let name = super::last_name(names);
    these.contains(&name.as_str())
}
