//! A procedure that commits halfway.

use crate::pg::subxact::Caught;
use crate::pg::text::Text;
use copilot_core::{Fault, Kind};
use pgrx::callconv::{BoxRet, FcInfo};
use pgrx::datum::Datum as TypedDatum;
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};
use pgrx::{pg_sys, IntoDatum, PgTryBuilder};
use std::panic::AssertUnwindSafe;

/// How the server called the procedure.
pub(crate) type Frame = pg_sys::FunctionCallInfo;

/// Refuses unless the server allows this call to end its transaction: not in a transaction block, not in a function.
pub(crate) fn may_commit(frame: Frame, action: &str) -> Result<(), Fault> {
    // SAFETY: the server passes a valid frame; its context is NULL or a node, and CALL passes a CallContext.
    let is_free = unsafe {
        let context = (*frame).context;
        !context.is_null()
            && (*context).type_ == pg_sys::NodeTag::T_CallContext
            && !(*context.cast::<pg_sys::CallContext>()).atomic
    };
    if is_free {
        return Ok(());
    }
    Err(Fault::new(Kind::ActiveTransaction, format!("copilot.{action}() cannot run inside a transaction block"))
        .detail("It commits when it has read the facts, so that it holds no snapshot while it waits for the model.")
        .hint("COMMIT first, or call SELECT copilot.ask(...), which holds its snapshot"))
}

/// Runs `work` with a snapshot of its own, which CALL does not give.
pub(crate) fn with_snapshot<T>(work: impl FnOnce() -> T) -> T {
    // SAFETY: pushed and popped in pairs; when an ERROR unwinds, the abort of the surrounding sub-transaction pops it.
    unsafe {
        pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
        let result = work();
        pg_sys::PopActiveSnapshot();
        result
    }
}

/// Ends the transaction and begins the next, which holds no snapshot.
pub(crate) fn commit() -> Result<(), Caught> {
    // SAFETY: the caller was allowed to by `may_commit`. A commit that fails leaves a new transaction behind, and its
    // error comes back here.
    unsafe {
        pg_sys::SPI_connect_ext(pg_sys::SPI_OPT_NONATOMIC as i32);
        let committed = || {
            pg_sys::SPI_commit();
            Ok(())
        };
        let result = PgTryBuilder::new(AssertUnwindSafe(committed)).catch_others(|e| Err(Caught::new(e))).execute();
        pg_sys::SPI_finish();
        pg_sys::InvalidateCatalogSnapshot();
        result
    }
}

/// The row of OUT columns that CALL wants: here one text.
pub(crate) struct OneText(pub(crate) Text);

// SAFETY: the datum made is a row of the declared OUT columns.
unsafe impl BoxRet for OneText {
    unsafe fn box_into<'fcx>(self, fcinfo: &mut FcInfo<'fcx>) -> TypedDatum<'fcx> {
        let mut values = [self.0.into_datum().unwrap_or(pg_sys::Datum::null())];
        let mut nulls = [false];
        // SAFETY: the frame is the server's own; the row is made by the description the server gives of it.
        unsafe {
            let mut description = std::ptr::null_mut();
            pg_sys::get_call_result_type(fcinfo.as_mut_ptr(), std::ptr::null_mut(), &mut description);
            let description = pg_sys::BlessTupleDesc(description);
            let row = pg_sys::heap_form_tuple(description, values.as_mut_ptr(), nulls.as_mut_ptr());
            fcinfo.return_raw_datum(pg_sys::HeapTupleHeaderGetDatum((*row).t_data))
        }
    }
}

// SAFETY: a row of OUT columns is a record.
unsafe impl SqlTranslatable for OneText {
    const TYPE_IDENT: &'static str = "copilot_ext::OneText";
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal("record"));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> = Ok(ReturnsRef::One(SqlMappingRef::literal("record")));
}
