//! A ceiling on what malloc gives to one statement. The watch ends a statement where it answers interrupts; what is taken
//! in one piece, or by calls with no interrupt between them (`x || x || x || …`), is stopped by the kernel: under a soft
//! RLIMIT_DATA malloc gives nothing, and the server raises "out of memory" and rolls back.
//!
//! It is lifted before what must not fail: as soon as an ERROR is raised, since catching one allocates; and when Rust
//! gets nothing, which would end the process, and with it everybody's session.

use pgrx::{pg_guard, pg_sys, PgSqlErrorCode};
use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

static STANDS: AtomicBool = AtomicBool::new(false);
/// The soft limit of this process when no statement runs.
static USUAL: AtomicU64 = AtomicU64::new(libc::RLIM_INFINITY);

struct UnderTheCeiling;

#[global_allocator]
static ALLOCATOR: UnderTheCeiling = UnderTheCeiling;

// SAFETY: everything is handed to the system's allocator, a second time where the first gave nothing.
unsafe impl GlobalAlloc for UnderTheCeiling {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises, passed on.
        again_without(|| unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        again_without(|| unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        // SAFETY: as above; what could not be grown is still there.
        again_without(|| unsafe { System.realloc(old, layout, bytes) })
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(old, layout) }
    }
}

fn again_without(allocate: impl Fn() -> *mut u8) -> *mut u8 {
    let given = allocate();
    match given.is_null() && lift() {
        true => allocate(),
        false => given,
    }
}

/// Safe at any moment and in any thread. Says whether there was one.
fn lift() -> bool {
    if !STANDS.load(Ordering::SeqCst) {
        return false;
    }
    set_soft_limit(USUAL.load(Ordering::SeqCst));
    STANDS.store(false, Ordering::SeqCst);
    true
}

fn limits() -> Option<libc::rlimit> {
    let mut limits = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: fills the struct.
    (unsafe { libc::getrlimit(libc::RLIMIT_DATA, &mut limits) } == 0).then_some(limits)
}

/// A process may always move its soft limit below its hard one.
fn set_soft_limit(bytes: u64) -> bool {
    let Some(limits) = limits() else { return false };
    let wanted = libc::rlimit { rlim_cur: bytes.min(limits.rlim_max), ..limits };
    // SAFETY: reads the struct.
    unsafe { libc::setrlimit(libc::RLIMIT_DATA, &wanted) == 0 }
}

/// The ceiling, until it is dropped or had to be lifted.
pub(super) struct Ceiling {
    on_error: Box<pg_sys::ErrorContextCallback>,
}

impl Ceiling {
    /// `data_bytes` is what the process has now. Where the kernel knows no such limit, the watch stands alone.
    pub(super) fn over(data_bytes: u64, more_bytes: u64) -> Ceiling {
        // SAFETY: the chain of callbacks that the server walks when an ERROR is raised (elog.h); the box stays where it
        // is until it is taken out of the chain again.
        let on_error = unsafe {
            let mut on_error = Box::new(pg_sys::ErrorContextCallback {
                previous: pg_sys::error_context_stack,
                callback: Some(when_something_is_reported),
                arg: std::ptr::null_mut(),
            });
            pg_sys::error_context_stack = &mut *on_error;
            on_error
        };
        if let Some(usual) = limits().map(|limits| limits.rlim_cur) {
            USUAL.store(usual, Ordering::SeqCst);
            STANDS.store(set_soft_limit(usual.min(data_bytes.saturating_add(more_bytes))), Ordering::SeqCst);
        }
        Ceiling { on_error }
    }
}

impl Drop for Ceiling {
    fn drop(&mut self) {
        lift();
        // SAFETY: what was there before; those that came later are gone again.
        unsafe { pg_sys::error_context_stack = self.on_error.previous }
    }
}

/// Called for everything that is reported, and a notice is no end.
#[pg_guard]
unsafe extern "C-unwind" fn when_something_is_reported(_unused: *mut c_void) {
    // SAFETY: the code of what is being reported.
    let code = unsafe { pg_sys::geterrcode() };
    if !is_notice(code) {
        lift();
    }
}

/// Classes 00, 01 and 02: success, warning, no data. A class is the first two of five times six bits.
fn is_notice(code: c_int) -> bool {
    let class = |code: PgSqlErrorCode| code as c_int & 0xfff;
    [PgSqlErrorCode::ERRCODE_SUCCESSFUL_COMPLETION, PgSqlErrorCode::ERRCODE_WARNING, PgSqlErrorCode::ERRCODE_NO_DATA]
        .into_iter()
        .any(|notice| class(notice) == code & 0xfff)
}
