//! Time and memory of one statement. A timer of our own looks every few milliseconds at the clock and at the backend's
//! private memory, and cancels the statement; only its own cancel becomes an error of ours.

use super::ceiling::Ceiling;
use super::sandbox::Caps;
use copilot_core::value::Value;
use copilot_core::{Fault, Kind};
use pgrx::pg_sys;
use std::cell::OnceCell;
use std::ffi::c_int;
use std::sync::atomic::{AtomicI32, AtomicI64, AtomicU64, AtomicU8, Ordering};
use std::time::Duration;

// utils/timeout.h, which pgrx does not bind. None of the three raises an ERROR.
extern "C-unwind" {
    fn RegisterTimeout(id: c_int, handler: Option<unsafe extern "C-unwind" fn()>) -> c_int;
    fn enable_timeout_every(id: c_int, first: pg_sys::TimestampTz, delay_ms: c_int);
    fn disable_timeout(id: c_int, keep_indicator: bool);
}

/// Any number from USER_TIMEOUT below its end asks for the next free slot (timeout.c).
const USER_TIMEOUT: c_int = 20;
const LOOK_EVERY_MS: c_int = 5;

static DEADLINE: AtomicI64 = AtomicI64::new(0);
static MOST_PAGES: AtomicU64 = AtomicU64::new(u64::MAX);
static STATM: AtomicI32 = AtomicI32::new(-1);
static TIMER: AtomicI32 = AtomicI32::new(-1);
static ENDED_BY: AtomicU8 = AtomicU8::new(0);

/// Which limit ended a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Time = 1,
    Memory = 2,
}

impl Limit {
    pub(crate) fn fault(self, caps: &Caps) -> Fault {
        match self {
            Limit::Time => Fault::new(Kind::OverTime, "the statement took longer than it may and was ended")
                .detail(format!("It may take {}.", Value::Milliseconds(caps.time.as_millis() as f64)))
                .hint("copilot.gate_timeout sets the time (a superuser's setting); EXPLAIN shows what it would do"),
            Limit::Memory => Fault::new(Kind::OverLimit, "the statement used more memory than it may and was ended")
                .detail(format!("It may use {}.", Value::Bytes(caps.memory_bytes as i64)))
                .hint("copilot.gate_memory sets the limit (a superuser's setting)"),
        }
    }
}

/// Pages of this process.
#[derive(Clone, Copy)]
struct Pages {
    /// What is resident without what is shared.
    private: u64,
    /// What it may write and nobody else has.
    data: u64,
}

/// `size resident shared text lib data dt` (proc(5)).
fn pages() -> Option<Pages> {
    let mut text = [0u8; 128];
    // SAFETY: pread is safe in a signal handler; the buffer lives on this stack.
    let read = unsafe { libc::pread(STATM.load(Ordering::Relaxed), text.as_mut_ptr().cast(), text.len(), 0) };
    let mut fields = text.get(..usize::try_from(read).ok()?)?.split(|byte| *byte == b' ');
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u64, |n, digit| Some(n * 10 + u64::from(digit.checked_sub(b'0').filter(|d| *d < 10)?)))
    };
    fields.next()?;
    let (resident, shared) = (number(fields.next()?)?, number(fields.next()?)?);
    Some(Pages { private: resident.saturating_sub(shared), data: number(fields.nth(2)?)? })
}

/// Runs in the SIGALRM handler, again and again until the statement has ended: looks, and sets flags.
unsafe extern "C-unwind" fn on_tick() {
    // SAFETY: reads the clock.
    let over_time = unsafe { pg_sys::GetCurrentTimestamp() } >= DEADLINE.load(Ordering::Relaxed);
    let over_memory = pages().is_some_and(|pages| pages.private > MOST_PAGES.load(Ordering::Relaxed));
    if over_time || over_memory {
        let limit = if over_memory { Limit::Memory } else { Limit::Time };
        ENDED_BY.store(limit as u8, Ordering::SeqCst);
        // SAFETY: sig_atomic_t flags that the server's own signal handlers set the same way; SetLatch is signal-safe.
        unsafe {
            (&raw mut pg_sys::InterruptPending).write_volatile(1);
            (&raw mut pg_sys::QueryCancelPending).write_volatile(1);
            pg_sys::SetLatch(pg_sys::MyLatch);
        }
    }
}

thread_local! {
    static ONCE: OnceCell<()> = const { OnceCell::new() };
}

fn set_up() {
    ONCE.with(|once| {
        once.get_or_init(|| {
            // SAFETY: a C string; the descriptor stays open for the backend's life.
            STATM.store(
                unsafe { libc::open(c"/proc/self/statm".as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) },
                Ordering::Relaxed,
            );
            // SAFETY: RegisterTimeout takes one of few slots, hence once per backend.
            TIMER.store(unsafe { RegisterTimeout(USER_TIMEOUT, Some(on_tick)) }, Ordering::Relaxed);
        });
    });
}

fn page_bytes() -> u64 {
    // SAFETY: cannot fail for the page size.
    u64::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

/// A ceiling over what the process has now, for what the watch would see too late.
pub(super) fn ceiling(memory_bytes: u64) -> Option<Ceiling> {
    pages().map(|pages| Ceiling::over(pages.data * page_bytes(), memory_bytes))
}

/// Runs `work` under both limits; says which of them ended it.
pub(super) fn within<T>(time: Duration, memory_bytes: u64, work: impl FnOnce() -> T) -> (T, Option<Limit>) {
    set_up();
    // SAFETY: reads the clock.
    let now = unsafe { pg_sys::GetCurrentTimestamp() };
    let base = pages().map_or(0, |pages| pages.private);
    DEADLINE.store(now + i64::try_from(time.as_micros()).unwrap_or(i64::MAX / 2), Ordering::Relaxed);
    MOST_PAGES.store(base + memory_bytes / page_bytes(), Ordering::Relaxed);
    ENDED_BY.store(0, Ordering::SeqCst);
    let timer = TIMER.load(Ordering::Relaxed);
    // SAFETY: the id is registered; the timer is off again before this function returns, since `work` does not unwind
    // out of `subxact::look`.
    unsafe { enable_timeout_every(timer, now + i64::from(LOOK_EVERY_MS) * 1_000, LOOK_EVERY_MS) };
    let result = work();
    unsafe { disable_timeout(timer, false) };
    let ended_by = match ENDED_BY.swap(0, Ordering::SeqCst) {
        1 => Some(Limit::Time),
        2 => Some(Limit::Memory),
        _ => None,
    };
    if ended_by.is_some() {
        // The cancel may still be pending when the work ended in the very moment the timer fired.
        // SAFETY: the flag this timer set.
        unsafe { (&raw mut pg_sys::QueryCancelPending).write_volatile(0) };
    }
    (result, ended_by)
}
