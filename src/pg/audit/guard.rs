//! The trigger function that keeps the audit's tables append-only.

use crate::pg::error;
use copilot_core::{Fault, Kind};
use pgrx::prelude::*;

/// Refuses every UPDATE, DELETE and TRUNCATE.
#[pg_trigger]
fn _audit_is_append_only<'a>(
    trigger: &'a PgTrigger<'a>,
) -> Result<Option<PgHeapTuple<'a, AllocatedByPostgres>>, pgrx::heap_tuple::PgHeapTupleError> {
    let table = trigger.table_name().unwrap_or_default();
    error::raise(
        Fault::new(Kind::MissingPrivilege, format!("the audit is append-only: table \"{table}\" cannot be changed"))
            .detail("Its entries are chained; a change would be found by copilot.verify_audit()."),
    )
}
