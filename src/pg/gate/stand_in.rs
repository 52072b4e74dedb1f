//! A function of ours in the place of one of the server's, whose answer is harmless and whose way to it is not.
//!
//! `pg_sequence_last_value()`, and so the view `pg_sequences`, takes ROW EXCLUSIVE on the sequence in the name of the
//! caller's whole transaction and remembers in a place of its own that it has it, so that no rollback of ours may give
//! it back. `copilot._sequence_last_value()` reads the sequence under ACCESS SHARE, which ends with the sandbox.

use super::tree_walk::Used;
use super::{functions, relations};
use crate::pg::lookup;
use copilot_core::{Fault, Kind};
use pgrx::pg_sys::{self, NodeTag};

const TAKES_PLACE_OF: u32 = pg_sys::F_PG_SEQUENCE_LAST_VALUE;

/// Puts it into the tree wherever a plain call of the server's stands; what else leads there stays refused. Gives its
/// OID if the tree has it now.
pub(super) fn put(used: &Used) -> Result<Option<pg_sys::Oid>, Fault> {
    let is_its_call = |node: *mut pg_sys::Node, function: pg_sys::Oid| {
        // SAFETY: a node of the tree.
        function.to_u32() == TAKES_PLACE_OF && unsafe { (*node).type_ } == NodeTag::T_FuncExpr
    };
    let mut calls = used.calls.iter().filter(|call| is_its_call(call.node, call.function)).peekable();
    if calls.peek().is_none() || !may_call() {
        return Ok(None);
    }
    let ours = functions::own("_sequence_last_value")?;
    for call in calls {
        // SAFETY: a FuncExpr of the sandbox's own tree; both functions take one OID and give bigint.
        unsafe { (*call.node.cast::<pg_sys::FuncExpr>()).funcid = ours }
    }
    Ok(Some(ours))
}

/// What was revoked from PUBLIC stays revoked.
fn may_call() -> bool {
    let sql = "select pg_catalog.has_function_privilege($1, 'execute')";
    lookup::value::<bool>(sql, &[pg_sys::Oid::from(TAKES_PLACE_OF).into()]).ok().flatten().unwrap_or(false)
}

/// What the server's function says of this sequence.
pub(crate) fn sequence_last_value(oid: pg_sys::Oid) -> Result<Option<i64>, Fault> {
    // SAFETY: a look-up in the catalog's cache; 0 for a relation that is gone.
    if unsafe { pg_sys::get_rel_relkind(oid) } as u8 != pg_sys::RELKIND_SEQUENCE {
        return Err(Fault::new(Kind::InvalidArgument, format!("{} is not a sequence", relations::name(oid))));
    }
    let rights = pg_sys::AclMode::from(pg_sys::ACL_SELECT | pg_sys::ACL_USAGE);
    // SAFETY: look-ups in the catalog's caches. One of the rights is enough.
    let checked = unsafe { pg_sys::pg_class_aclcheck(oid, pg_sys::GetUserId(), rights) };
    match checked == pg_sys::AclResult::ACLCHECK_OK {
        true => Ok(read(oid)),
        // Since 17 the server says nothing where it raised before.
        false if cfg!(any(feature = "pg17", feature = "pg18")) => Ok(None),
        false => {
            Err(Fault::new(Kind::MissingPrivilege, format!("permission denied for sequence {}", relations::name(oid))))
        }
    }
}

/// The one row of a sequence (sequence.h, which pgrx does not bind).
#[repr(C)]
struct SequenceRow {
    last_value: i64,
    log_count: i64,
    is_called: bool,
}

fn read(oid: pg_sys::Oid) -> Option<i64> {
    let flags = pg_sys::ScanOptions::SO_TYPE_SEQSCAN | pg_sys::ScanOptions::SO_ALLOW_PAGEMODE;
    // SAFETY: a sequence is a heap of one row, which is visible to everybody (sequence.c); an ERROR leaves the relation
    // and the scan to the abort of the sandbox.
    unsafe {
        let sequence = pg_sys::relation_open(oid, pg_sys::AccessShareLock as pg_sys::LOCKMODE);
        let none = std::ptr::null_mut();
        let scan = pg_sys::heap_beginscan(sequence, pg_sys::GetActiveSnapshot(), 0, none, std::ptr::null_mut(), flags);
        let row = pg_sys::heap_getnext(scan, pg_sys::ScanDirection::ForwardScanDirection);
        let value = (!row.is_null())
            .then(|| &*pg_sys::GETSTRUCT(row).cast::<SequenceRow>())
            .filter(|row| row.is_called)
            .map(|row| row.last_value);
        pg_sys::heap_endscan(scan);
        pg_sys::relation_close(sequence, pg_sys::AccessShareLock as pg_sys::LOCKMODE);
        value
    }
}
