//! The trigger function that keeps the audit's tables append-only.

use crate::pg::error;
use copilot_core::{Fault, Kind};
use pgrx::prelude::*;
use pgrx::trigger_support::PgTriggerOperation;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set in the writer's process alone, while it deletes what it signs for in the same transaction. SQL cannot set it.
static LETS_DELETE: AtomicBool = AtomicBool::new(false);

/// Deletes of texts and reports pass the trigger until this is dropped.
pub(super) struct LetsDelete;

impl LetsDelete {
    pub(super) fn begin() -> Self {
        LETS_DELETE.store(true, Ordering::Relaxed);
        LetsDelete
    }
}

impl Drop for LetsDelete {
    fn drop(&mut self) {
        LETS_DELETE.store(false, Ordering::Relaxed);
    }
}

/// Refuses every UPDATE, DELETE and TRUNCATE but the writer's own.
#[pg_trigger]
fn _audit_is_append_only<'a>(
    trigger: &'a PgTrigger<'a>,
) -> Result<Option<PgHeapTuple<'a, AllocatedByPostgres>>, pgrx::heap_tuple::PgHeapTupleError> {
    let table = trigger.table_name().unwrap_or_default();
    let is_text = table == "_reports" || table.starts_with("text_");
    if LETS_DELETE.load(Ordering::Relaxed) && is_text && matches!(trigger.op(), Ok(PgTriggerOperation::Delete)) {
        return Ok(trigger.old());
    }
    error::raise(
        Fault::new(Kind::MissingPrivilege, format!("the audit is append-only: table \"{table}\" cannot be changed"))
            .detail("Its entries are chained; a change would be found by copilot.verify_audit()."),
    )
}
