//! pg_stat_statements writes `$1` for every constant and forgets its type. What consists of such parameters alone, as in
//! `$1 + $2` or `sum(CASE WHEN a THEN $1 ELSE $2 END)`, has no types that analysis could find. They were numbers: of
//! two quoted literals the server would not have known the types either, and the statement would never have run.

use crate::pg::lists::items;
use crate::pg::subxact::Caught;
use pgrx::pg_sys::{self, NodeTag};
use std::collections::{BTreeSet, HashMap, HashSet};
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
    let mut nodes = Vec::<Node>::new();
    let context = (&raw mut nodes).cast::<c_void>();
    // SAFETY: the tree came from the parser and has passed step 3.
    unsafe {
        pg_sys::ffi::pg_guard_ffi_boundary(|| visit((*raw).stmt, context));
    }
    let mut search = Search::default();
    // SAFETY: nodes of that tree.
    nodes.into_iter().for_each(|node| unsafe { search.consider(node) });
    let numbers = search.numbers;
    let last = numbers.last().copied().filter(|last| *last <= MOST_PARAMETERS).unwrap_or_default();
    (1..=last).map(|n| if numbers.contains(&n) { number } else { pg_sys::InvalidOid }).collect()
}

/// Notes operators and calls, and nothing more: what raises an ERROR by way of Rust may not be called below the server's
/// walker, which no panic can cross.
unsafe extern "C-unwind" fn visit(node: Node, context: *mut c_void) -> bool {
    if node.is_null() {
        return false;
    }
    // SAFETY: the context is the list of `types`.
    unsafe {
        check_stack_depth();
        if matches!((*node).type_, NodeTag::T_A_Expr | NodeTag::T_FuncCall) {
            (*context.cast::<Vec<Node>>()).push(node);
        }
        raw_expression_tree_walker(node, visit, context)
    }
}

/// Each node is looked at once, however often what is around it is asked, and without recursion.
#[derive(Default)]
struct Search {
    /// Whether a node's value can be nothing but one of the parameters, or reckoned from them.
    untyped: HashMap<Node, bool>,
    marked: HashSet<Node>,
    numbers: BTreeSet<i32>,
}

impl Search {
    unsafe fn consider(&mut self, node: Node) {
        // SAFETY: each cast follows the node's tag.
        unsafe {
            if let Some(sides) = sides(node) {
                let all = sides.iter().all(|side| self.is_untyped(*side));
                for side in sides {
                    // A bare parameter takes the type of the other side; one inside of CASE or COALESCE has become a
                    // text.
                    if all || (*side).type_ != NodeTag::T_ParamRef && self.is_untyped(side) {
                        self.mark(side);
                    }
                }
            } else if (*node).type_ == NodeTag::T_FuncCall {
                let call = &*node.cast::<pg_sys::FuncCall>();
                let arguments = items::<pg_sys::Node>(call.args);
                let are_untyped = is_named(call.funcname, &OF_NUMBERS) && arguments.iter().all(|a| self.is_untyped(*a));
                arguments.into_iter().filter(|_| are_untyped).for_each(|argument| self.mark(argument));
            }
        }
    }

    unsafe fn is_untyped(&mut self, root: Node) -> bool {
        let mut waiting = vec![root];
        while let Some(node) = waiting.last().copied() {
            // SAFETY: a node of the tree.
            let (is_parameter, parts) = unsafe { ((*node).type_ == NodeTag::T_ParamRef, parts(node)) };
            let known: Option<Vec<bool>> = parts.iter().flatten().map(|part| self.untyped.get(part).copied()).collect();
            match known {
                Some(known) => {
                    self.untyped.insert(node, is_parameter || parts.is_some() && known.into_iter().all(|is| is));
                    waiting.pop();
                }
                None => waiting.extend(parts.unwrap_or_default()),
            }
        }
        self.untyped.get(&root).copied().unwrap_or_default()
    }

    /// All parameters that the value of an untyped node can be, or is reckoned from.
    unsafe fn mark(&mut self, root: Node) {
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            if !self.marked.insert(node) {
                continue;
            }
            // SAFETY: a node of the tree; the cast follows its tag.
            unsafe {
                if (*node).type_ == NodeTag::T_ParamRef {
                    self.numbers.insert((*node.cast::<pg_sys::ParamRef>()).number);
                }
                waiting.extend(parts(node).unwrap_or_default());
            }
        }
    }
}

/// The sides of an operator of arithmetic; a prefix operator has one.
unsafe fn sides(node: Node) -> Option<Vec<Node>> {
    // SAFETY: the cast follows the node's tag.
    unsafe {
        if (*node).type_ != NodeTag::T_A_Expr {
            return None;
        }
        let operator = &*node.cast::<pg_sys::A_Expr>();
        let is_arithmetic = operator.kind == pg_sys::A_Expr_Kind::AEXPR_OP && is_named(operator.name, &ARITHMETIC);
        is_arithmetic.then(|| [operator.lexpr, operator.rexpr].into_iter().filter(|side| !side.is_null()).collect())
    }
}

/// What an expression's value is one of, or is reckoned from; none for what has a type of its own.
unsafe fn parts(node: Node) -> Option<Vec<Node>> {
    // SAFETY: each cast follows the node's tag.
    unsafe {
        match (*node).type_ {
            NodeTag::T_A_Expr => sides(node),
            NodeTag::T_CoalesceExpr => Some(items((*node.cast::<pg_sys::CoalesceExpr>()).args)),
            NodeTag::T_MinMaxExpr => Some(items((*node.cast::<pg_sys::MinMaxExpr>()).args)),
            NodeTag::T_CaseExpr => {
                let case = &*node.cast::<pg_sys::CaseExpr>();
                let whens = items::<pg_sys::CaseWhen>(case.args).into_iter();
                let results = whens.map(|when| (*when).result.cast()).chain([case.defresult.cast()]);
                Some(results.filter(|result: &Node| !result.is_null()).collect())
            }
            _ => None,
        }
    }
}

/// The last of the names, without its schema, is one of these.
unsafe fn is_named(names: *mut pg_sys::List, these: &[&str]) -> bool {
    these.contains(&super::last_name(names).as_str())
}
