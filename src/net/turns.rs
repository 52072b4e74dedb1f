//! Who may send now: so many at the same time, and nobody for a while after a server has failed several times in a row.
//!
//! All of it is atomics, so that it can lie in memory that several processes share, and so that a place can be given
//! back while an error unwinds, where no lock may be taken. Whoever owns the memory says what time it is and who is
//! alive.

use std::sync::atomic::{AtomicI32, AtomicI64, AtomicU32, AtomicU64, Ordering};

/// The most that can send at the same time.
pub const PLACES: usize = 64;
const BREAKERS: usize = 8;
/// So many failures in a row, and the server is left alone.
pub const FAILURES: u32 = 5;
/// For so long; then one tries for all.
pub const REST_MICROS: i64 = 30_000_000;

pub struct Turns {
    /// Process ids of those who send; 0 is a free place.
    places: [AtomicI32; PLACES],
    breakers: [Breaker; BREAKERS],
}

struct Breaker {
    /// Whose breaker this is; another server with the same place takes it over.
    origin: AtomicU64,
    failures: AtomicU32,
    /// When the next one may try; 0 when everybody may.
    rests_until: AtomicI64,
}

/// A place among those who send; free again when dropped.
pub struct Place<'a> {
    at: &'a AtomicI32,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.at.store(0, Ordering::Release);
    }
}

/// Whether a server may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Now,
    /// It is left alone for so long.
    InMicros(i64),
}

impl Default for Turns {
    fn default() -> Self {
        Turns::new()
    }
}

impl Turns {
    pub const fn new() -> Turns {
        Turns {
            places: [const { AtomicI32::new(0) }; PLACES],
            breakers: [const {
                Breaker { origin: AtomicU64::new(0), failures: AtomicU32::new(0), rests_until: AtomicI64::new(0) }
            }; BREAKERS],
        }
    }

    /// A place, unless `most` others have one. One whose holder is gone is free.
    pub fn take_place(&self, most: usize, me: i32, is_alive: impl Fn(i32) -> bool) -> Option<Place<'_>> {
        self.places.iter().take(most).find_map(|at| {
            let holder = at.load(Ordering::Acquire);
            let free = holder == 0 || !is_alive(holder);
            let taken = free && at.compare_exchange(holder, me, Ordering::AcqRel, Ordering::Relaxed).is_ok();
            taken.then(|| Place { at })
        })
    }

    /// Frees what a process holds that ends without dropping anything.
    pub fn leave(&self, me: i32) {
        for at in &self.places {
            let _ = at.compare_exchange(me, 0, Ordering::AcqRel, Ordering::Relaxed);
        }
    }

    /// The state of one server, named by a hash.
    #[expect(clippy::indexing_slicing, reason = "a remainder of the length")]
    fn breaker(&self, origin: u64) -> &Breaker {
        let breaker = &self.breakers[(origin % BREAKERS as u64) as usize];
        if breaker.origin.swap(origin, Ordering::AcqRel) != origin {
            breaker.close();
        }
        breaker
    }

    /// Whether the server may be asked, without asking it.
    pub fn look(&self, origin: u64, now: i64) -> Turn {
        match self.breaker(origin).rests_until.load(Ordering::Acquire) {
            until if until > now => Turn::InMicros(until - now),
            _ => Turn::Now,
        }
    }

    /// The same, and whoever hears "now" asks. When the rest is over, only the first one does: it tries for all.
    pub fn begin(&self, origin: u64, now: i64) -> Turn {
        let breaker = self.breaker(origin);
        let until = breaker.rests_until.load(Ordering::Acquire);
        if until == 0 {
            return Turn::Now;
        }
        let next = now + REST_MICROS;
        let first = until <= now
            && breaker.rests_until.compare_exchange(until, next, Ordering::AcqRel, Ordering::Relaxed).is_ok();
        match first {
            true => Turn::Now,
            false => Turn::InMicros((breaker.rests_until.load(Ordering::Acquire) - now).max(1)),
        }
    }

    pub fn succeeded(&self, origin: u64) {
        self.breaker(origin).close();
    }

    pub fn failed(&self, origin: u64, now: i64) {
        let breaker = self.breaker(origin);
        if breaker.failures.fetch_add(1, Ordering::AcqRel) + 1 >= FAILURES {
            breaker.rests_until.store(now + REST_MICROS, Ordering::Release);
        }
    }
}

impl Breaker {
    fn close(&self) {
        self.failures.store(0, Ordering::Release);
        self.rests_until.store(0, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn so_many_have_a_place_and_the_next_one_when_one_leaves() {
        let turns = Turns::new();
        let alive = |_| true;
        let first = turns.take_place(2, 101, alive).unwrap();
        let _second = turns.take_place(2, 102, alive).unwrap();
        assert!(turns.take_place(2, 103, alive).is_none());
        drop(first);
        let _third = turns.take_place(2, 103, alive).unwrap();
        assert!(turns.take_place(2, 104, alive).is_none());
    }

    #[test]
    fn a_place_whose_holder_is_gone_is_free() {
        let turns = Turns::new();
        std::mem::forget(turns.take_place(1, 101, |_| true));
        assert!(turns.take_place(1, 102, |pid| pid == 101).is_none());
        std::mem::forget(turns.take_place(1, 102, |pid| pid != 101).unwrap());
        turns.leave(101);
        assert!(turns.take_place(1, 103, |_| true).is_none(), "it was not 101's any more");
        turns.leave(102);
        assert!(turns.take_place(1, 103, |_| true).is_some());
    }

    #[test]
    fn never_more_than_so_many_at_the_same_time() {
        let (turns, inside) = (Turns::new(), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for me in 1..=16 {
                let (turns, inside) = (&turns, &inside);
                scope.spawn(move || {
                    for _ in 0..2_000 {
                        if let Some(_place) = turns.take_place(3, me, |_| true) {
                            assert!(inside.fetch_add(1, Ordering::SeqCst) < 3);
                            std::thread::yield_now();
                            inside.fetch_sub(1, Ordering::SeqCst);
                        }
                    }
                });
            }
        });
    }

    const SERVER: u64 = 7;

    fn broken(now: i64) -> Turns {
        let turns = Turns::new();
        (0..FAILURES).for_each(|_| turns.failed(SERVER, now));
        turns
    }

    #[test]
    fn a_server_that_failed_often_is_left_alone_and_then_tried_by_one() {
        let turns = broken(1_000);
        assert_eq!(turns.begin(SERVER, 1_000), Turn::InMicros(REST_MICROS));
        assert_eq!(turns.look(SERVER, 1_000 + REST_MICROS - 1), Turn::InMicros(1));
        let later = 1_000 + REST_MICROS;
        assert_eq!(turns.look(SERVER, later), Turn::Now);
        assert_eq!(turns.begin(SERVER, later), Turn::Now);
        assert_eq!(turns.begin(SERVER, later), Turn::InMicros(REST_MICROS), "one tries, the others wait for it");
        turns.succeeded(SERVER);
        assert_eq!(turns.begin(SERVER, later), Turn::Now);
    }

    #[test]
    fn a_try_that_fails_means_another_rest() {
        let turns = broken(0);
        assert_eq!(turns.begin(SERVER, REST_MICROS), Turn::Now);
        turns.failed(SERVER, REST_MICROS + 5);
        assert_eq!(turns.begin(SERVER, REST_MICROS + 5), Turn::InMicros(REST_MICROS));
    }

    #[test]
    fn a_success_in_between_starts_the_count_anew() {
        let turns = Turns::new();
        (1..FAILURES).for_each(|_| turns.failed(SERVER, 0));
        turns.succeeded(SERVER);
        (1..FAILURES).for_each(|_| turns.failed(SERVER, 0));
        assert_eq!(turns.begin(SERVER, 0), Turn::Now);
        assert_eq!(turns.begin(SERVER + 1, 0), Turn::Now);
        turns.failed(SERVER, 0);
        assert_ne!(turns.begin(SERVER, 0), Turn::Now);
        assert_eq!(turns.begin(SERVER + 1, 0), Turn::Now, "another server is not its fault");
    }
}
