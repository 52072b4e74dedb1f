//! Where the turns of the sessions lie: in shared memory when the library was preloaded; else each session knows of
//! itself alone.

use copilot_net::{Place, Turns};
use pgrx::{pg_guard, pg_shmem_init, pg_sys, AssertPGRXSharedMemory, PgAtomic};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Once;

type Shared = AssertPGRXSharedMemory<Turns>;

// SAFETY: the name is ours alone.
static SHARED: PgAtomic<Shared> = unsafe { PgAtomic::new(c"copilot_http_turns") };
static REQUESTED: AtomicBool = AtomicBool::new(false);
static OWN: Turns = Turns::new();

pub(crate) fn request_shared_memory() {
    // SAFETY: atomics only, without a pointer.
    pg_shmem_init!(SHARED = unsafe { Shared::new(Turns::new()) });
    REQUESTED.store(true, Ordering::Relaxed);
}

pub(super) fn turns() -> &'static Turns {
    match REQUESTED.load(Ordering::Relaxed) {
        true => SHARED.get(),
        false => &OWN,
    }
}

/// A place among those who send, unless all are taken.
pub(super) fn take_place(most: usize) -> Option<Place<'static>> {
    static ON_EXIT: Once = Once::new();
    // SAFETY: the callback is a function of this library, which stays loaded. A FATAL drops nothing.
    ON_EXIT.call_once(|| unsafe { pg_sys::before_shmem_exit(Some(on_exit), pg_sys::Datum::from(0)) });
    // SAFETY: looks a pid up among the running backends.
    turns().take_place(most, my_pid(), |pid| !unsafe { pg_sys::BackendPidGetProc(pid) }.is_null())
}

unsafe extern "C-unwind" fn on_exit(_code: i32, _argument: pg_sys::Datum) {
    turns().leave(my_pid());
}

fn my_pid() -> i32 {
    // SAFETY: a variable of the backend.
    unsafe { pg_sys::MyProcPid }
}
