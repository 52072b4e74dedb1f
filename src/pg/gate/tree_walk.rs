//! Step 5, the walk over an analysed and rewritten tree: every function it would run, also behind operators, casts,
//! aggregates, window functions, sorting, grouping, sampling, domains and subscripts; and every relation it reads.

use super::refused;
use super::types::FIRST_NORMAL_OID;
use crate::pg::lists::oids;
use copilot_core::Fault;
use pgrx::pg_sys::{self, NodeTag};
use std::collections::HashSet;
use std::ffi::c_void;

type Walker = unsafe extern "C-unwind" fn(*mut pg_sys::Node, *mut c_void) -> bool;

// Without pgrx's guard at every level: see raw_walk.rs.
extern "C-unwind" {
    #[cfg_attr(not(feature = "pg15"), link_name = "query_tree_walker_impl")]
    fn query_tree_walker(query: *mut pg_sys::Query, walker: Walker, context: *mut c_void, flags: i32) -> bool;
    #[cfg_attr(not(feature = "pg15"), link_name = "expression_tree_walker_impl")]
    fn expression_tree_walker(node: *mut pg_sys::Node, walker: Walker, context: *mut c_void) -> bool;
    fn check_functions_in_node(
        node: *mut pg_sys::Node,
        checker: unsafe extern "C-unwind" fn(pg_sys::Oid, *mut c_void) -> bool,
        context: *mut c_void,
    ) -> bool;
    fn check_stack_depth();
    fn get_opcode(operator: pg_sys::Oid) -> pg_sys::Oid;
}

/// A relation of a tree, and whether its children are read too.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Relation {
    pub(super) oid: pg_sys::Oid,
    pub(super) with_children: bool,
}

/// A call of a function, behind whatever node it stands; GREATEST and LEAST call one that they do not name.
pub(super) struct Call {
    pub(super) node: *mut pg_sys::Node,
    pub(super) function: pg_sys::Oid,
    /// The query it stands in.
    pub(super) level: usize,
}

impl Call {
    /// The input function of a cast through text.
    pub(super) fn reads_text(&self) -> bool {
        // SAFETY: a node of the tree, and a look-up in the catalog's cache.
        unsafe {
            (*self.node).type_ == NodeTag::T_CoerceViaIO
                && pg_sys::get_func_rettype(self.function) != pg_sys::CSTRINGOID
        }
    }

    /// Whether its arguments can be got at (`guards::arguments`).
    pub(super) fn has_arguments(&self) -> bool {
        // SAFETY: a node of the tree.
        matches!(
            unsafe { (*self.node).type_ },
            NodeTag::T_FuncExpr
                | NodeTag::T_OpExpr
                | NodeTag::T_DistinctExpr
                | NodeTag::T_NullIfExpr
                | NodeTag::T_ScalarArrayOpExpr
                | NodeTag::T_CoerceViaIO
        )
    }

    pub(super) fn is_operator(&self) -> bool {
        // SAFETY: a node of the tree.
        unsafe { (*self.node).type_ == NodeTag::T_OpExpr }
    }
}

/// A query of the tree and the one around it.
pub(super) struct Level {
    pub(super) query: *mut pg_sys::Query,
    pub(super) parent: Option<usize>,
}

/// Everything a tree would use.
#[derive(Default)]
pub(super) struct Used {
    functions: HashSet<pg_sys::Oid>,
    /// Called by the server of its own accord, for a cast through text.
    implied: HashSet<pg_sys::Oid>,
    pub(super) calls: Vec<Call>,
    pub(super) levels: Vec<Level>,
    here: Option<usize>,
    pub(super) relations: HashSet<Relation>,
    pub(super) domains: HashSet<pg_sys::Oid>,
    /// Types whose subscripts, or whose order (GREATEST, LEAST), are used.
    pub(super) subscripted: HashSet<pg_sys::Oid>,
    pub(super) ordered: HashSet<pg_sys::Oid>,
    /// Operators that are not the server's own.
    pub(super) operators: HashSet<pg_sys::Oid>,
    /// Types that functions, operators and casts give.
    pub(super) made: HashSet<pg_sys::Oid>,
    refusal: Option<&'static str>,
}

impl Used {
    pub(super) fn by_query(query: *mut pg_sys::Query) -> Result<Used, Fault> {
        Used::collect(query.cast())
    }

    pub(super) fn by_expression(node: *mut pg_sys::Node) -> Result<Used, Fault> {
        Used::collect(node)
    }

    fn collect(node: *mut pg_sys::Node) -> Result<Used, Fault> {
        let mut used = Used::default();
        let context = (&raw mut used).cast::<c_void>();
        // SAFETY: a tree of the server's own making. `visit` owns nothing across its calls, so an ERROR may jump over
        // it.
        unsafe {
            pg_sys::ffi::pg_guard_ffi_boundary(|| visit(node, context));
        }
        match used.refusal {
            None => Ok(used),
            Some(what) => Err(refused(what, "Only what reads may run here.")),
        }
    }

    pub(super) fn implied(&self) -> impl Iterator<Item = pg_sys::Oid> + '_ {
        self.implied.iter().copied()
    }

    pub(super) fn functions(&self) -> impl Iterator<Item = pg_sys::Oid> + '_ {
        self.functions.iter().copied()
    }

    fn refuse(&mut self, what: &'static str) -> bool {
        self.refusal = Some(what);
        true
    }

    /// Of the server's own the server's own families come first.
    fn operator(&mut self, oid: pg_sys::Oid) {
        if oid.to_u32() >= FIRST_NORMAL_OID {
            self.operators.insert(oid);
        }
    }

    fn function(&mut self, oid: pg_sys::Oid) {
        if oid != pg_sys::InvalidOid {
            self.functions.insert(oid);
        }
    }
}

/// Notes the functions of one node.
struct Node<'a> {
    used: &'a mut Used,
    node: *mut pg_sys::Node,
}

unsafe extern "C-unwind" fn note_function(oid: pg_sys::Oid, context: *mut c_void) -> bool {
    // SAFETY: the context is the `Node` of `visit`.
    unsafe {
        let Node { used, node } = &mut *context.cast::<Node>();
        match (**node).type_ {
            NodeTag::T_CoerceViaIO => {
                used.implied.insert(oid);
            }
            _ => used.function(oid),
        }
        used.calls.push(Call { node: *node, function: oid, level: used.here.unwrap_or_default() });
    }
    false
}

/// Sorting and grouping clauses, range table entries and sub-queries are to be visited as well.
const EVERYTHING: i32 = (pg_sys::QTW_EXAMINE_RTES_BEFORE | pg_sys::QTW_EXAMINE_SORTGROUP) as i32;

unsafe extern "C-unwind" fn visit(node: *mut pg_sys::Node, context: *mut c_void) -> bool {
    if node.is_null() {
        return false;
    }
    // SAFETY: the context is the `Used` of `collect`, alone in use during the walk; each cast follows its tag.
    unsafe {
        check_stack_depth();
        let used = &mut *context.cast::<Used>();
        let mut noting = Node { used, node };
        check_functions_in_node(node, note_function, (&raw mut noting).cast());
        let used = &mut *context.cast::<Used>();
        match (*node).type_ {
            NodeTag::T_Query => return query(node.cast(), context),
            NodeTag::T_RangeTblEntry => return entry(node.cast(), used),
            NodeTag::T_SortGroupClause => {
                let clause = node.cast::<pg_sys::SortGroupClause>();
                for operator in [(*clause).eqop, (*clause).sortop] {
                    if operator != pg_sys::InvalidOid {
                        used.operator(operator);
                        used.function(get_opcode(operator));
                    }
                }
            }
            NodeTag::T_WindowClause => {
                let window = node.cast::<pg_sys::WindowClause>();
                used.function((*window).startInRangeFunc);
                used.function((*window).endInRangeFunc);
            }
            NodeTag::T_TableSampleClause => used.function((*node.cast::<pg_sys::TableSampleClause>()).tsmhandler),
            NodeTag::T_CoerceToDomain => {
                used.domains.insert((*node.cast::<pg_sys::CoerceToDomain>()).resulttype);
            }
            NodeTag::T_SubscriptingRef => {
                used.subscripted.insert((*node.cast::<pg_sys::SubscriptingRef>()).refcontainertype);
            }
            NodeTag::T_MinMaxExpr => {
                used.ordered.insert((*node.cast::<pg_sys::MinMaxExpr>()).minmaxtype);
                let level = used.here.unwrap_or_default();
                used.calls.push(Call { node, function: pg_sys::InvalidOid, level });
            }
            NodeTag::T_FuncExpr => {
                used.made.insert((*node.cast::<pg_sys::FuncExpr>()).funcresulttype);
            }
            NodeTag::T_OpExpr | NodeTag::T_DistinctExpr | NodeTag::T_NullIfExpr => {
                let call = node.cast::<pg_sys::OpExpr>();
                used.operator((*call).opno);
                used.made.insert((*call).opresulttype);
            }
            NodeTag::T_ScalarArrayOpExpr => used.operator((*node.cast::<pg_sys::ScalarArrayOpExpr>()).opno),
            NodeTag::T_RowCompareExpr => {
                let operators = oids((*node.cast::<pg_sys::RowCompareExpr>()).opnos);
                operators.into_iter().for_each(|operator| used.operator(operator));
            }
            NodeTag::T_CoerceViaIO => {
                used.made.insert((*node.cast::<pg_sys::CoerceViaIO>()).resulttype);
            }
            NodeTag::T_RangeTblFunction => {
                used.made.extend(oids((*node.cast::<pg_sys::RangeTblFunction>()).funccoltypes));
            }
            NodeTag::T_NextValueExpr => return used.refuse("a sequence would be moved"),
            NodeTag::T_TableFunc => return used.refuse("XMLTABLE is not allowed here"),
            _ => {}
        }
        expression_tree_walker(node, visit, context)
    }
}

unsafe fn query(query: *mut pg_sys::Query, context: *mut c_void) -> bool {
    // SAFETY: as in `visit`.
    unsafe {
        let used = &mut *context.cast::<Used>();
        if (*query).commandType != pg_sys::CmdType::CMD_SELECT
            || !(*query).utilityStmt.is_null()
            || (*query).hasModifyingCTE
            || (*query).resultRelation != 0
        {
            return used.refuse("the statement, or a rule behind one of its relations, changes something");
        }
        if (*query).hasForUpdate || !(*query).rowMarks.is_null() {
            return used.refuse("the statement, or a view in it, locks rows");
        }
        let around = used.here;
        used.levels.push(Level { query, parent: around });
        used.here = Some(used.levels.len() - 1);
        let stopped = query_tree_walker(query, visit, context, EVERYTHING);
        (*context.cast::<Used>()).here = around;
        stopped
    }
}

/// The parts of an entry are visited by the server's walker.
unsafe fn entry(entry: *mut pg_sys::RangeTblEntry, used: &mut Used) -> bool {
    // SAFETY: as in `visit`.
    unsafe {
        match (*entry).rtekind {
            pg_sys::RTEKind::RTE_RELATION => {
                used.relations.insert(Relation { oid: (*entry).relid, with_children: (*entry).inh });
                false
            }
            pg_sys::RTEKind::RTE_TABLEFUNC => used.refuse("XMLTABLE is not allowed here"),
            pg_sys::RTEKind::RTE_NAMEDTUPLESTORE => used.refuse("a transition table is not allowed here"),
            _ => false,
        }
    }
}
