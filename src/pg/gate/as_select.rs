//! A statement that changes rows as the query that finds them, so that planning it takes no lock above ACCESS SHARE and
//! the sandbox stays read only. The change itself is no matter of the plan's choice.

use super::parse::words;
use crate::pg::lists::items;
use copilot_core::evidence::{Reason, Unread};
use pgrx::pg_sys::{self, NodeTag};

/// Makes the statement a SELECT in place; says whether it changes rows.
pub(super) fn as_select(raw: *mut pg_sys::RawStmt) -> Result<bool, Unread> {
    // SAFETY: a tree of the parser's; each cast follows its tag. New nodes are palloc'd zeroed, as makeNode does.
    unsafe {
        let node = (*raw).stmt;
        let select = match (*node).type_ {
            NodeTag::T_SelectStmt => {
                unlocked(node.cast());
                return Ok(false);
            }
            NodeTag::T_UpdateStmt => {
                let update = &*node.cast::<pg_sys::UpdateStmt>();
                let targets = assigned(update.targetList);
                found(update.relation, update.fromClause, update.whereClause, update.withClause, targets)
            }
            NodeTag::T_DeleteStmt => {
                let delete = &*node.cast::<pg_sys::DeleteStmt>();
                let none = std::ptr::null_mut();
                found(delete.relation, delete.usingClause, delete.whereClause, delete.withClause, none)
            }
            NodeTag::T_InsertStmt => inserted(node.cast())?,
            tag => return Err(no_plan(format!("{} is not planned", words(tag)))),
        };
        (*raw).stmt = select.cast();
        Ok(true)
    }
}

pub(super) fn no_plan(detail: String) -> Unread {
    Unread::because(Reason::NoPlan, detail)
}

/// Which rows are locked is no matter of the plan's choice either.
unsafe fn unlocked(select: *mut pg_sys::SelectStmt) {
    // SAFETY: as in `as_select`.
    unsafe { (*select).lockingClause = std::ptr::null_mut() };
}

unsafe fn node<T>(tag: NodeTag) -> *mut T {
    // SAFETY: a zeroed node with its tag is what makeNode gives.
    unsafe {
        let node = pg_sys::palloc0(std::mem::size_of::<T>()).cast::<pg_sys::Node>();
        (*node).type_ = tag;
        node.cast()
    }
}

unsafe fn found(
    relation: *mut pg_sys::RangeVar,
    others: *mut pg_sys::List,
    condition: *mut pg_sys::Node,
    with: *mut pg_sys::WithClause,
    targets: *mut pg_sys::List,
) -> *mut pg_sys::SelectStmt {
    // SAFETY: as in `as_select`.
    unsafe {
        let select: *mut pg_sys::SelectStmt = node(NodeTag::T_SelectStmt);
        (*select).targetList = targets;
        (*select).fromClause = pg_sys::lcons(relation.cast(), others);
        (*select).whereClause = condition;
        (*select).withClause = with;
        select
    }
}

/// The new values of SET, without DEFAULT.
unsafe fn assigned(targets: *mut pg_sys::List) -> *mut pg_sys::List {
    // SAFETY: SET is a list of ResTarget (gram.y).
    unsafe {
        let mut out = std::ptr::null_mut();
        for target in items::<pg_sys::ResTarget>(targets) {
            let mut value = (*target).val;
            if (*value).type_ == NodeTag::T_MultiAssignRef {
                let reference = &*value.cast::<pg_sys::MultiAssignRef>();
                if reference.colno != 1 {
                    continue;
                }
                value = reference.source;
            }
            if (*value).type_ == NodeTag::T_SetToDefault {
                continue;
            }
            let new: *mut pg_sys::ResTarget = node(NodeTag::T_ResTarget);
            (*new).val = value;
            out = pg_sys::lappend(out, new.cast());
        }
        out
    }
}

/// Rows that are given are not chosen; of INSERT … SELECT the query is planned.
unsafe fn inserted(insert: *mut pg_sys::InsertStmt) -> Result<*mut pg_sys::SelectStmt, Unread> {
    // SAFETY: as in `as_select`.
    unsafe {
        let source = (*insert).selectStmt.cast::<pg_sys::SelectStmt>();
        if source.is_null() {
            return Err(no_plan("a row of defaults is inserted: there is nothing to plan".into()));
        }
        unlocked(source);
        for row in items::<pg_sys::List>((*source).valuesLists) {
            let cells = (*row).elements;
            for (at, value) in items::<pg_sys::Node>(row).into_iter().enumerate() {
                if (*value).type_ == NodeTag::T_SetToDefault {
                    let null: *mut pg_sys::A_Const = node(NodeTag::T_A_Const);
                    (*null).isnull = true;
                    (*cells.add(at)).ptr_value = null.cast();
                }
            }
        }
        if !(*insert).withClause.is_null() {
            (*source).withClause = (*insert).withClause;
        }
        Ok(source)
    }
}
