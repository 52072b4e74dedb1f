//! Between two calls in one expression the executor asks for no interrupt. A single call is short; thousands of them on
//! long values are not. A statement with many such calls gets `copilot._at_most()`, which asks, around an argument of
//! each. A few stay as they are, so that the planner finds the indexes that everyday statements were made for.

use super::guards::{arguments, checked, known, Argument, Mode};
use super::left_to_run::is_left_to_run;
use super::tree_walk::{Call, Level};
use copilot_core::Fault;
use pgrx::pg_sys::{self, NodeTag};

/// So many calls on long values may stand in a statement as they are.
const WITHOUT_A_BREATH: usize = 4;

/// All or none: what stands in GROUP BY must stay the same as what stands in the list of columns.
pub(super) fn apply(calls: &[Call], levels: &[Level], mode: Mode) -> Result<(), Fault> {
    let long: Vec<_> = calls.iter().filter_map(|call| long_argument(call, levels, mode)).collect();
    if long.len() <= WITHOUT_A_BREATH {
        return Ok(());
    }
    for place in long {
        // SAFETY: the place of an argument in a tree of the sandbox.
        unsafe { *place = checked(*place, u64::MAX)? }
    }
    Ok(())
}

/// Shorter values cost nothing, however many calls look at them.
const SHORT_BYTES: u64 = 1_024;

/// The first argument that may be long and is neither written in the text, which is short, nor stored in a column. In
/// what is only planned those matter that planning itself may compute.
fn long_argument(call: &Call, levels: &[Level], mode: Mode) -> Option<*mut *mut pg_sys::Node> {
    // SAFETY: an argument of the tree.
    let matters = |expression: *mut pg_sys::Node| unsafe {
        is_long(pg_sys::exprType(expression))
            && (*expression).type_ != NodeTag::T_Const
            && match known(expression, levels, call.level) {
                Argument::Known(bytes) => bytes > SHORT_BYTES,
                Argument::Stored => false,
                Argument::Computed => true,
            }
            && !(mode == Mode::Plan && is_left_to_run(expression, levels, call.level))
    };
    // SAFETY: the places of arguments in the tree.
    arguments(call).into_iter().find(|place| matters(unsafe { **place }))
}

/// Types whose values have no small bound. Rows are left out: a row that went through a function has lost its columns.
fn is_long(type_oid: pg_sys::Oid) -> bool {
    let short = [pg_sys::NUMERICOID, pg_sys::INETOID, pg_sys::CIDROID, pg_sys::RECORDOID, pg_sys::RECORDARRAYOID];
    // SAFETY: look-ups in the catalog's caches.
    unsafe {
        pg_sys::get_typlen(type_oid) == -1
            && !short.contains(&type_oid)
            && pg_sys::get_typtype(type_oid) as u8 != pg_sys::TYPTYPE_COMPOSITE
    }
}
