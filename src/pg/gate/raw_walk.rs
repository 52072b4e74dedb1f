//! Step 3, the walk over the raw tree: what it names, and that it holds only nodes that are known to read.

use super::parse::words;
use super::refused;
use crate::pg::lists::items;
use copilot_core::Fault;
use pgrx::pg_sys::{self, NodeTag};
use std::ffi::{c_char, c_void};

type Walker = unsafe extern "C-unwind" fn(*mut pg_sys::Node, *mut c_void) -> bool;

// Called without pgrx's guard at every level, which would cost half of the stack: one guard stands around the whole
// walk, and the frames in between own nothing that must be dropped.
extern "C-unwind" {
    #[cfg_attr(not(feature = "pg15"), link_name = "raw_expression_tree_walker_impl")]
    fn raw_expression_tree_walker(node: *mut pg_sys::Node, walker: Walker, context: *mut c_void) -> bool;
    fn check_stack_depth();
}

/// Everything a raw tree names.
#[derive(Default)]
pub(super) struct Named {
    pub(super) relations: Vec<*mut pg_sys::RangeVar>,
    /// Names of functions and of sampling methods.
    pub(super) functions: Vec<*mut pg_sys::List>,
    pub(super) operators: Vec<*mut pg_sys::List>,
    pub(super) types: Vec<*mut pg_sys::TypeName>,
    pub(super) common_tables: Vec<*const c_char>,
    /// Names that stand where a column or a whole row may be meant.
    pub(super) columns: Vec<*mut pg_sys::List>,
    refusal: Option<Why>,
}

enum Why {
    Into,
    Locking,
    Node(NodeTag),
}

/// Walks the statement's tree.
pub(super) fn named(raw: *mut pg_sys::RawStmt) -> Result<Named, Fault> {
    let mut named = Named::default();
    let context = (&raw mut named).cast::<c_void>();
    // SAFETY: the tree came from the parser. `visit` owns nothing across its calls, so an ERROR may jump over it.
    unsafe {
        pg_sys::ffi::pg_guard_ffi_boundary(|| visit((*raw).stmt, context));
    }
    match named.refusal.take() {
        None => Ok(named),
        Some(Why::Into) => Err(refused("SELECT INTO makes a table", "Only what reads may run here.")),
        Some(Why::Locking) => {
            Err(refused("FOR UPDATE and its like lock rows", "Only what reads, and holds nobody up, may run here."))
        }
        Some(Why::Node(tag)) => Err(refused(
            format!("{} is not allowed inside a statement that reads", words(tag)),
            "Only what is known to read may run here.",
        )),
    }
}

unsafe extern "C-unwind" fn visit(node: *mut pg_sys::Node, context: *mut c_void) -> bool {
    if node.is_null() {
        return false;
    }
    // SAFETY: the context is the `Named` of `named`, alone in use during the walk; each cast follows its tag.
    unsafe {
        check_stack_depth();
        let found = &mut *context.cast::<Named>();
        match (*node).type_ {
            NodeTag::T_SelectStmt => {
                let select = node.cast::<pg_sys::SelectStmt>();
                if !(*select).intoClause.is_null() {
                    return found.refuse(Why::Into);
                }
                if !(*select).lockingClause.is_null() {
                    return found.refuse(Why::Locking);
                }
            }
            NodeTag::T_RangeVar => found.relations.push(node.cast()),
            NodeTag::T_FuncCall => found.functions.push((*node.cast::<pg_sys::FuncCall>()).funcname),
            NodeTag::T_RangeTableSample => found.functions.push((*node.cast::<pg_sys::RangeTableSample>()).method),
            NodeTag::T_ColumnRef => found.columns.push((*node.cast::<pg_sys::ColumnRef>()).fields),
            // `t.*` in a list of columns is its columns; anywhere else it is a row.
            NodeTag::T_ResTarget if is_star((*node.cast::<pg_sys::ResTarget>()).val) => return false,
            NodeTag::T_TypeName => found.types.push(node.cast()),
            NodeTag::T_A_Expr => found.operators.push((*node.cast::<pg_sys::A_Expr>()).name),
            NodeTag::T_SubLink => found.operators.push((*node.cast::<pg_sys::SubLink>()).operName),
            NodeTag::T_SortBy => found.operators.push((*node.cast::<pg_sys::SortBy>()).useOp),
            NodeTag::T_CommonTableExpr => {
                // The server's walker passes over the marks of CYCLE, which are expressions too.
                let common = node.cast::<pg_sys::CommonTableExpr>();
                found.common_tables.push((*common).ctename);
                let cycle = (*common).cycle_clause;
                if !cycle.is_null()
                    && (visit((*cycle).cycle_mark_value, context) || visit((*cycle).cycle_mark_default, context))
                {
                    return true;
                }
            }
            tag if !reads(tag) => return found.refuse(Why::Node(tag)),
            _ => {}
        }
        raw_expression_tree_walker(node, visit, context)
    }
}

impl Named {
    /// Ends the walk.
    fn refuse(&mut self, why: Why) -> bool {
        self.refusal = Some(why);
        true
    }
}

unsafe fn is_star(node: *mut pg_sys::Node) -> bool {
    // SAFETY: an expression of the parser's or NULL; the cast follows the tag, and the fields are nodes.
    unsafe {
        !node.is_null()
            && (*node).type_ == NodeTag::T_ColumnRef
            && items::<pg_sys::Node>((*node.cast::<pg_sys::ColumnRef>()).fields)
                .last()
                .is_some_and(|last| (**last).type_ == NodeTag::T_A_Star)
    }
}

/// Nodes of raw trees that are known, besides those looked into above. XMLTABLE (`RangeTableFunc`) is not among them:
/// libxml does not answer a cancel.
fn reads(tag: NodeTag) -> bool {
    matches!(
        tag,
        NodeTag::T_List
            | NodeTag::T_String
            | NodeTag::T_Integer
            | NodeTag::T_Float
            | NodeTag::T_Boolean
            | NodeTag::T_BitString
            | NodeTag::T_A_Const
            | NodeTag::T_A_Star
            | NodeTag::T_A_Indices
            | NodeTag::T_A_Indirection
            | NodeTag::T_A_ArrayExpr
            | NodeTag::T_Alias
            | NodeTag::T_BoolExpr
            | NodeTag::T_BooleanTest
            | NodeTag::T_CaseExpr
            | NodeTag::T_CaseWhen
            | NodeTag::T_CoalesceExpr
            | NodeTag::T_CollateClause
            | NodeTag::T_ColumnDef
            | NodeTag::T_GroupingFunc
            | NodeTag::T_GroupingSet
            | NodeTag::T_JoinExpr
            | NodeTag::T_MinMaxExpr
            | NodeTag::T_NamedArgExpr
            | NodeTag::T_NullTest
            | NodeTag::T_ParamRef
            | NodeTag::T_RangeFunction
            | NodeTag::T_RangeSubselect
            | NodeTag::T_ResTarget
            | NodeTag::T_RowExpr
            | NodeTag::T_SQLValueFunction
            | NodeTag::T_TypeCast
            | NodeTag::T_WindowDef
            | NodeTag::T_WithClause
            | NodeTag::T_XmlExpr
            | NodeTag::T_XmlSerialize
    )
}
