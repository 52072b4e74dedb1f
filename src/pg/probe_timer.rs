//! The time budget of one probe: a timer of our own, since `statement_timeout` set inside a running statement does
//! nothing. Only this timer's cancel becomes "skipped (budget)"; any other cancel passes through.

use pgrx::pg_sys;
use std::cell::OnceCell;
use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

// utils/timeout.h, which pgrx does not bind. None of the three raises an ERROR.
extern "C-unwind" {
    fn RegisterTimeout(id: c_int, handler: Option<unsafe extern "C-unwind" fn()>) -> c_int;
    fn enable_timeout_after(id: c_int, delay_ms: c_int);
    fn disable_timeout(id: c_int, keep_indicator: bool);
}

/// Any number from USER_TIMEOUT (12 to 13, by major) below its end asks for the next free slot (timeout.c).
const USER_TIMEOUT: c_int = 20;

static FIRED: AtomicBool = AtomicBool::new(false);

thread_local! {
    static ID: OnceCell<c_int> = const { OnceCell::new() };
}

/// Runs in the SIGALRM handler: sets flags only, as `StatementTimeoutHandler` leads to in the end.
unsafe extern "C-unwind" fn on_timeout() {
    FIRED.store(true, Ordering::SeqCst);
    // SAFETY: sig_atomic_t flags that the server's own signal handlers set the same way; SetLatch is signal-safe.
    unsafe {
        (&raw mut pg_sys::InterruptPending).write_volatile(1);
        (&raw mut pg_sys::QueryCancelPending).write_volatile(1);
        pg_sys::SetLatch(pg_sys::MyLatch);
    }
}

/// Runs `work` under the timer; the flag tells whether it was this timer that ended it.
pub(super) fn within<T>(budget: Duration, work: impl FnOnce() -> T) -> (T, bool) {
    FIRED.store(false, Ordering::SeqCst);
    let ms = i32::try_from(budget.as_millis()).unwrap_or(i32::MAX).max(1);
    // SAFETY: RegisterTimeout takes one of few slots, hence once per backend; the id stays valid for its life.
    let id = ID.with(|id| *id.get_or_init(|| unsafe { RegisterTimeout(USER_TIMEOUT, Some(on_timeout)) }));
    // SAFETY: the id is registered; the timer is off again before this function returns, since `work` does not unwind
    // out of `subxact::attempt`.
    unsafe { enable_timeout_after(id, ms) };
    let result = work();
    unsafe { disable_timeout(id, false) };
    let fired = FIRED.swap(false, Ordering::SeqCst);
    if fired {
        // The cancel may still be pending when the work ended in the very moment the timer fired.
        // SAFETY: the flag this timer set.
        unsafe { (&raw mut pg_sys::QueryCancelPending).write_volatile(0) };
    }
    (result, fired)
}
