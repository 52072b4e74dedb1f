//! The queue in shared memory between callers and writers. All state changes happen under one lock, which is held
//! for a copy of at most one slot; longer messages go through their slot in pieces.

use pgrx::{pg_guard, pg_shmem_init, pg_sys, PGRXSharedMemory, PgLwLock};
use std::sync::atomic::{AtomicBool, Ordering};

const SLOTS: usize = 64;
const WRITERS: usize = 32;
pub(crate) const PIECE_BYTES: usize = 4096;
const ERROR_BYTES: usize = 480;
/// A writer that has not come up by then has failed to start.
const STARTING_MICROS: i64 = 10_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Free,
    /// The caller is about to put a piece in.
    Claimed,
    /// A piece waits for the writer.
    Queued,
    /// The writer has taken a piece and wants the next.
    Taken,
    /// The writer has the whole message.
    Working,
    /// The reply is there.
    Done,
    Failed,
}

#[derive(Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) state: State,
    database: u32,
    /// The caller; 0 when it went away before the reply.
    pid: i32,
    /// Address of the caller's latch; the same in all processes, since it lies in shared memory.
    latch: usize,
    /// Whether the piece begins a message: what the writer still holds of an earlier one is void.
    first: bool,
    more: bool,
    length: usize,
    piece: [u8; PIECE_BYTES],
    pub(crate) reply: i64,
    error_length: usize,
    error: [u8; ERROR_BYTES],
}

#[derive(Clone, Copy)]
struct Writer {
    /// 0 when the place is free.
    database: u32,
    /// 0 while it is starting.
    pid: i32,
    latch: usize,
    registered_at: i64,
}

pub(crate) struct Queue {
    slots: [Slot; SLOTS],
    writers: [Writer; WRITERS],
}

// SAFETY: plain data without pointers into one process; latches are addresses in shared memory.
unsafe impl PGRXSharedMemory for Queue {}

const FREE_SLOT: Slot = Slot {
    state: State::Free,
    database: 0,
    pid: 0,
    latch: 0,
    first: false,
    more: false,
    length: 0,
    piece: [0; PIECE_BYTES],
    reply: 0,
    error_length: 0,
    error: [0; ERROR_BYTES],
};

const NO_WRITER: Writer = Writer { database: 0, pid: 0, latch: 0, registered_at: 0 };

// SAFETY: the name is ours alone.
static QUEUE: PgLwLock<Queue> = unsafe { PgLwLock::new(c"copilot_audit_queue") };
static REQUESTED: AtomicBool = AtomicBool::new(false);

pub(crate) fn request_shared_memory() {
    pg_shmem_init!(QUEUE = Queue { slots: [FREE_SLOT; SLOTS], writers: [NO_WRITER; WRITERS] });
    REQUESTED.store(true, Ordering::Relaxed);
}

/// Whether the library was loaded at server start, so that there is a queue at all.
pub(crate) fn exists() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}

/// Runs a short piece of code under the queue's lock. It must not raise.
pub(crate) fn locked<T>(change: impl FnOnce(&mut Queue) -> T) -> T {
    change(&mut QUEUE.exclusive())
}

/// This process is the writer of the database: it is woken from now on, and its place is free again when it ends,
/// however it ends; even when it cannot connect. False when nobody expects it.
pub(crate) fn writer_starts(database: pg_sys::Oid) -> bool {
    // SAFETY: the callback is a function of this library, which stays loaded. Registered before the worker connects, it
    // runs after the server has aborted the transaction and released every lock.
    unsafe { pg_sys::before_shmem_exit(Some(on_exit), pg_sys::Datum::from(database)) };
    locked(|q| q.writer_is_up(database.to_u32()))
}

unsafe extern "C-unwind" fn on_exit(_code: i32, database: pg_sys::Datum) {
    locked(|q| q.writer_is_gone(database.value() as u32, my_pid()));
}

/// The writer leaves, unless something waits for it. Under one lock: either the message is seen here, or its caller
/// sees that the writer is gone.
pub(crate) fn writer_leaves_unless_needed() -> bool {
    locked(|q| {
        let quiet = q.is_quiet();
        if quiet {
            q.writer_is_gone(my_database(), my_pid());
        }
        quiet
    })
}

fn my_database() -> u32 {
    // SAFETY: a variable of the backend.
    unsafe { pg_sys::MyDatabaseId }.to_u32()
}

fn my_pid() -> i32 {
    // SAFETY: a variable of the backend.
    unsafe { pg_sys::MyProcPid }
}

fn my_latch() -> usize {
    // SAFETY: a variable of the backend; the latch of a process with a PGPROC lies in shared memory.
    unsafe { pg_sys::MyLatch as usize }
}

pub(crate) fn now() -> i64 {
    // SAFETY: reads the clock.
    unsafe { pg_sys::GetCurrentTimestamp() }
}

fn wake(latch: usize) {
    if latch != 0 {
        // SAFETY: the address of a latch in shared memory, valid for the server's life; a set latch of a process that
        // is gone wakes nobody.
        unsafe { pg_sys::SetLatch(latch as *mut pg_sys::Latch) }
    }
}

fn is_alive(pid: i32) -> bool {
    // SAFETY: looks a pid up among the running backends.
    !unsafe { pg_sys::BackendPidGetProc(pid) }.is_null()
}

impl Slot {
    /// The piece, and whether a message begins with it.
    pub(crate) fn piece(&self) -> (&[u8], bool) {
        (self.piece.get(..self.length).unwrap_or_default(), self.first)
    }

    pub(crate) fn error(&self) -> String {
        String::from_utf8_lossy(self.error.get(..self.error_length).unwrap_or_default()).into_owned()
    }

    /// Ends the slot's message and wakes its caller. Without one the slot is free again, and the answer is false.
    pub(crate) fn reply(&mut self, result: &Result<i64, String>) -> bool {
        if self.pid == 0 {
            self.state = State::Free;
            return false;
        }
        match result {
            Ok(reply) => {
                self.reply = *reply;
                self.state = State::Done;
            }
            Err(message) => {
                let mut end = message.len().min(ERROR_BYTES);
                while !message.is_char_boundary(end) {
                    end -= 1;
                }
                let cut = message.as_bytes().get(..end).unwrap_or_default();
                self.error.iter_mut().zip(cut).for_each(|(to, from)| *to = *from);
                self.error_length = cut.len();
                self.state = State::Failed;
            }
        }
        wake(self.latch);
        true
    }

    /// The caller goes away. A whole message that must be told stays for the writer.
    pub(crate) fn leave(&mut self, must_be_told: bool) {
        let stays = match self.state {
            State::Working => true,
            State::Queued => must_be_told && !self.more,
            _ => false,
        };
        if !stays {
            self.state = State::Free;
        }
        self.pid = 0;
        self.latch = 0;
    }

    /// The writer takes a piece and has the whole message, or wants the next one (false).
    pub(crate) fn take(&mut self) -> bool {
        if self.more {
            self.state = State::Taken;
            wake(self.latch);
        } else {
            self.state = State::Working;
        }
        !self.more
    }
}

impl Queue {
    /// A free slot for this backend.
    pub(crate) fn claim(&mut self) -> Option<usize> {
        let at = self
            .slots
            .iter()
            .position(|slot| slot.state == State::Free || (slot.waits_for_its_caller() && !is_alive(slot.pid)))?;
        let slot = self.slots.get_mut(at)?;
        slot.state = State::Claimed;
        slot.database = my_database();
        slot.pid = my_pid();
        slot.latch = my_latch();
        Some(at)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "numbers come from `claim` and `waiting` alone, which stay below SLOTS"
    )]
    pub(crate) fn slot(&mut self, at: usize) -> &mut Slot {
        &mut self.slots[at]
    }

    pub(crate) fn put(&mut self, at: usize, piece: &[u8], first: bool, more: bool) {
        let database = my_database();
        let slot = self.slot(at);
        slot.piece.iter_mut().zip(piece).for_each(|(to, from)| *to = *from);
        slot.length = piece.len().min(PIECE_BYTES);
        slot.first = first;
        slot.more = more;
        slot.state = State::Queued;
        let latch = self.writers.iter().find(|w| w.database == database).map_or(0, |w| w.latch);
        wake(latch);
    }

    /// Slots of this database with a piece for the writer.
    pub(crate) fn waiting(&self) -> Vec<usize> {
        let database = my_database();
        let queued = |(_, slot): &(usize, &Slot)| slot.state == State::Queued && slot.database == database;
        self.slots.iter().enumerate().filter(queued).map(|(at, _)| at).collect()
    }

    /// Nothing waits for this database's writer, and no caller is in the middle of a message.
    fn is_quiet(&self) -> bool {
        let database = my_database();
        let busy = |slot: &Slot| match slot.state {
            State::Queued => true,
            State::Taken => is_alive(slot.pid),
            _ => false,
        };
        !self.slots.iter().any(|slot| slot.database == database && busy(slot))
    }

    /// Whether this database has a writer, up or coming up. When it has none, this backend is to register one.
    pub(crate) fn expect_writer(&mut self) -> Result<bool, &'static str> {
        let database = my_database();
        let stale = |w: &Writer| w.pid == 0 && w.registered_at + STARTING_MICROS < now();
        if self.writers.iter().any(|w| w.database == database && !stale(w)) {
            return Ok(true);
        }
        let place = self.writers.iter_mut().find(|w| w.database == 0 || w.database == database || stale(w));
        let place = place.ok_or("every place for an audit writer is taken by another database")?;
        *place = Writer { database, registered_at: now(), ..NO_WRITER };
        Ok(false)
    }

    /// The writer of the database is up. False when nobody expects it.
    fn writer_is_up(&mut self, database: u32) -> bool {
        let Some(writer) = self.writers.iter_mut().find(|w| w.database == database && w.pid == 0) else {
            return false;
        };
        writer.pid = my_pid();
        writer.latch = my_latch();
        true
    }

    /// The writer that this backend was to register will not come up.
    pub(crate) fn expect_no_writer(&mut self) {
        let database = my_database();
        self.writers.iter_mut().filter(|w| w.database == database && w.pid == 0).for_each(|w| *w = NO_WRITER);
    }

    /// The writer is gone. Nobody will answer what it had taken: whether that became durable is not known.
    fn writer_is_gone(&mut self, database: u32, pid: i32) {
        let Some(writer) = self.writers.iter_mut().find(|w| w.database == database && w.pid == pid) else { return };
        *writer = NO_WRITER;
        let unanswered =
            |slot: &&mut Slot| slot.database == database && matches!(slot.state, State::Taken | State::Working);
        let gone = Err("the audit writer ended before it had confirmed the entry".to_owned());
        self.slots.iter_mut().filter(unanswered).for_each(|slot| {
            slot.reply(&gone);
        });
    }
}

impl Slot {
    fn waits_for_its_caller(&self) -> bool {
        matches!(self.state, State::Claimed | State::Taken | State::Done | State::Failed)
    }
}
