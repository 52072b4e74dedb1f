//! Who may send a request now: at most `copilot.llm_max_concurrent` sessions of the server at the same time, and nobody
//! for a while after a server of models has failed several times in a row.
//!
//! In shared memory when the library was preloaded; else each backend knows of itself alone. All of it is atomics, since
//! an ERROR may unwind through a request, where no lock can be taken.

use copilot_net::Target;
use pgrx::{pg_guard, pg_shmem_init, pg_sys, PGRXSharedMemory, PgAtomic};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::sync::Once;

const PLACES: usize = 64;
const BREAKERS: usize = 8;
/// So many failures in a row open the breaker.
const FAILURES: u32 = 5;
/// So long nobody asks then; after that one session tries.
const REST_MICROS: i64 = 30_000_000;

pub(crate) struct Turns {
    /// Process ids of the sessions that are sending; 0 is a free place.
    places: [AtomicI32; PLACES],
    /// By the hash of scheme, host and port.
    breakers: [Breaker; BREAKERS],
}

struct Breaker {
    /// Whose breaker this is: another server with the same place takes it over.
    origin: AtomicU64,
    failures: AtomicU32,
    /// When the next session may try, in the server's microseconds; 0 while it is closed.
    rests_until: AtomicI64,
}

// SAFETY: atomics only, without pointers.
unsafe impl PGRXSharedMemory for Turns {}

impl Turns {
    const fn new() -> Turns {
        Turns {
            places: [const { AtomicI32::new(0) }; PLACES],
            breakers: [const {
                Breaker { origin: AtomicU64::new(0), failures: AtomicU32::new(0), rests_until: AtomicI64::new(0) }
            }; BREAKERS],
        }
    }
}

// SAFETY: the name is ours alone.
static SHARED: PgAtomic<Turns> = unsafe { PgAtomic::new(c"copilot_http_turns") };
static REQUESTED: AtomicBool = AtomicBool::new(false);
static OWN: Turns = Turns::new();

pub(crate) fn request_shared_memory() {
    pg_shmem_init!(SHARED = Turns::new());
    REQUESTED.store(true, Ordering::Relaxed);
}

fn turns() -> &'static Turns {
    match REQUESTED.load(Ordering::Relaxed) {
        true => SHARED.get(),
        false => &OWN,
    }
}

/// A place among those who send; free again when dropped, and when the backend ends in any other way.
pub(super) struct Place {
    at: &'static AtomicI32,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.at.store(0, Ordering::Release);
    }
}

/// A place, unless `most` sessions have one already.
pub(super) fn take_place(most: usize) -> Option<Place> {
    static ON_EXIT: Once = Once::new();
    // SAFETY: the callback is a function of this library, which stays loaded. FATAL does not unwind.
    ON_EXIT.call_once(|| unsafe { pg_sys::before_shmem_exit(Some(on_exit), pg_sys::Datum::from(0)) });
    let me = my_pid();
    for at in turns().places.iter().take(most) {
        let holder = at.load(Ordering::Acquire);
        let free = holder == 0 || !is_alive(holder);
        if free && at.compare_exchange(holder, me, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            return Some(Place { at });
        }
    }
    None
}

unsafe extern "C-unwind" fn on_exit(_code: i32, _argument: pg_sys::Datum) {
    let me = my_pid();
    for at in &turns().places {
        let _ = at.compare_exchange(me, 0, Ordering::AcqRel, Ordering::Relaxed);
    }
}

/// The breaker of one server of models.
pub(super) struct Health {
    breaker: &'static Breaker,
}

impl Health {
    #[expect(clippy::indexing_slicing, reason = "a remainder of the length")]
    pub(super) fn of(target: &Target) -> Health {
        let mut hasher = DefaultHasher::new();
        target.origin().hash(&mut hasher);
        let origin = hasher.finish();
        let breaker = &turns().breakers[(origin % BREAKERS as u64) as usize];
        if breaker.origin.swap(origin, Ordering::AcqRel) != origin {
            breaker.failures.store(0, Ordering::Release);
            breaker.rests_until.store(0, Ordering::Release);
        }
        Health { breaker }
    }

    /// Whether nobody asks at the moment.
    pub(super) fn rests(&self) -> bool {
        self.breaker.rests_until.load(Ordering::Acquire) > now()
    }

    /// Whether a request may be tried now. When the rest is over, the first who asks tries for all.
    pub(super) fn allows(&self) -> bool {
        let until = self.breaker.rests_until.load(Ordering::Acquire);
        if until == 0 {
            return true;
        }
        let next = now() + REST_MICROS;
        until <= now()
            && self.breaker.rests_until.compare_exchange(until, next, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    /// For how long nobody asks, in seconds.
    pub(super) fn rests_seconds(&self) -> i64 {
        (self.breaker.rests_until.load(Ordering::Acquire) - now()).max(0) / 1_000_000 + 1
    }

    pub(super) fn succeeded(&self) {
        self.breaker.failures.store(0, Ordering::Release);
        self.breaker.rests_until.store(0, Ordering::Release);
    }

    pub(super) fn failed(&self) {
        if self.breaker.failures.fetch_add(1, Ordering::AcqRel) + 1 >= FAILURES {
            self.breaker.rests_until.store(now() + REST_MICROS, Ordering::Release);
        }
    }
}

fn my_pid() -> i32 {
    // SAFETY: a variable of the backend.
    unsafe { pg_sys::MyProcPid }
}

fn now() -> i64 {
    // SAFETY: reads the clock.
    unsafe { pg_sys::GetCurrentTimestamp() }
}

fn is_alive(pid: i32) -> bool {
    // SAFETY: looks a pid up among the running backends.
    !unsafe { pg_sys::BackendPidGetProc(pid) }.is_null()
}
