//! What happens when the server loads the library.

use crate::pg::{audit, guc, http};
use pgrx::prelude::*;

#[pg_guard]
pub extern "C-unwind" fn _PG_init() {
    guc::define();
    // SAFETY: a plain flag of the server that is set before libraries are loaded.
    if unsafe { pg_sys::process_shared_preload_libraries_in_progress } {
        audit::queue::request_shared_memory();
        http::turns::request_shared_memory();
    }
}
