//! One message in a dynamic shared memory segment of its own, between a caller and the worker that puts it down. Its
//! state is the only thing both change, each time by one compare-and-swap.

use copilot_core::{Fault, Kind};
use pgrx::pg_sys;
use std::cell::UnsafeCell;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::pg::subxact::attempt;

const ERROR_BYTES: usize = 480;

/// A message waits for its worker.
const SENT: u32 = 1;
const DONE: u32 = 2;
const FAILED: u32 = 3;
/// The caller went away before the reply.
const ABANDONED: u32 = 4;

#[repr(C)]
struct Header {
    state: AtomicU32,
    database: pg_sys::Oid,
    /// Address of the caller's latch; the same in all processes, since it lies in the main shared memory.
    latch: usize,
    length: usize,
    /// Written by the worker before the state says so, read by the caller afterwards.
    reply: UnsafeCell<i64>,
    error_length: UnsafeCell<usize>,
    error: UnsafeCell<[u8; ERROR_BYTES]>,
}

/// This process's hold on the segment, let go when dropped.
pub(crate) struct Letter {
    segment: NonNull<pg_sys::dsm_segment>,
    header: NonNull<Header>,
}

/// The name of the letter that a worker was registered with.
pub(crate) fn handle_of(argument: pg_sys::Datum) -> pg_sys::dsm_handle {
    argument.value() as pg_sys::dsm_handle
}

/// What became of a letter.
pub(super) enum Reply {
    Done(i64),
    Failed(String),
}

impl Letter {
    /// Writes a message into a new segment.
    pub(super) fn post(message: &[u8]) -> Result<Letter, Fault> {
        let size = size_of::<Header>() + message.len();
        // SAFETY: pinned, the segment belongs to the `Letter` and not to the sub-transaction that guards its making.
        let segment = attempt(|| unsafe {
            let segment = pg_sys::dsm_create(size, pg_sys::DSM_CREATE_NULL_IF_MAXSEGMENTS as i32);
            if !segment.is_null() {
                pg_sys::dsm_pin_mapping(segment);
            }
            segment
        });
        let segment = match segment {
            Ok(segment) => NonNull::new(segment).ok_or_else(|| no_memory("every segment is in use".into()))?,
            Err(caught) => return Err(no_memory(caught.message())),
        };
        // SAFETY: variables of the backend; the segment holds the header and the message behind it, and nobody else
        // knows of it yet.
        unsafe {
            let start = pg_sys::dsm_segment_address(segment.as_ptr());
            let header = NonNull::new(start.cast::<Header>()).ok_or_else(|| no_memory("it has no address".into()))?;
            header.write(Header {
                state: AtomicU32::new(SENT),
                database: pg_sys::MyDatabaseId,
                latch: pg_sys::MyLatch as usize,
                length: message.len(),
                reply: UnsafeCell::new(0),
                error_length: UnsafeCell::new(0),
                error: UnsafeCell::new([0; ERROR_BYTES]),
            });
            header.add(1).cast::<u8>().copy_from_nonoverlapping(NonNull::from(message).cast(), message.len());
            Ok(Letter { segment, header })
        }
    }

    /// By which name the worker finds it.
    pub(super) fn handle(&self) -> pg_sys::dsm_handle {
        // SAFETY: the segment is attached as long as `self` lives.
        unsafe { pg_sys::dsm_segment_handle(self.segment.as_ptr()) }
    }

    /// The worker's side: None when the caller has gone away.
    pub(crate) fn receive(handle: pg_sys::dsm_handle) -> Option<Letter> {
        // SAFETY: the handle was made by `handle`; the segment begins with a header that `post` wrote.
        unsafe {
            let segment = NonNull::new(pg_sys::dsm_attach(handle))?;
            pg_sys::dsm_pin_mapping(segment.as_ptr());
            let header = NonNull::new(pg_sys::dsm_segment_address(segment.as_ptr()).cast())?;
            Some(Letter { segment, header })
        }
    }

    fn header(&self) -> &Header {
        // SAFETY: attached as long as `self` lives; what both sides change is atomic or in an UnsafeCell.
        unsafe { self.header.as_ref() }
    }

    pub(crate) fn database(&self) -> pg_sys::Oid {
        self.header().database
    }

    pub(crate) fn message(&self) -> &[u8] {
        // SAFETY: `post` wrote `length` bytes behind the header, and nobody changes them.
        unsafe { std::slice::from_raw_parts(self.header.add(1).cast().as_ptr(), self.header().length) }
    }

    /// The reply, once there is one.
    pub(super) fn reply(&self) -> Option<Reply> {
        let header = self.header();
        // SAFETY: once the state says so the worker has written its reply and does not touch it again.
        match header.state.load(Ordering::Acquire) {
            DONE => Some(Reply::Done(unsafe { *header.reply.get() })),
            FAILED => {
                let (error, length) = unsafe { (&*header.error.get(), *header.error_length.get()) };
                Some(Reply::Failed(String::from_utf8_lossy(error.get(..length).unwrap_or_default()).into_owned()))
            }
            _ => None,
        }
    }

    /// The caller gives up, unless the reply came in this moment.
    pub(super) fn abandon(&self) -> Option<Reply> {
        let gone = self.header().state.compare_exchange(SENT, ABANDONED, Ordering::AcqRel, Ordering::Acquire);
        if gone.is_ok() {
            None
        } else {
            self.reply()
        }
    }

    pub(crate) fn is_abandoned(&self) -> bool {
        self.header().state.load(Ordering::Acquire) == ABANDONED
    }

    /// Replies and wakes the caller. False when it went away.
    pub(crate) fn answer(&self, result: &Result<i64, String>) -> bool {
        let header = self.header();
        // SAFETY: until the state changes the reply is this process's alone. The latch lies in shared memory, valid
        // for the server's life; a set latch of a process that is gone wakes nobody.
        unsafe {
            let state = match result {
                Ok(reply) => {
                    *header.reply.get() = *reply;
                    DONE
                }
                Err(message) => {
                    let mut end = message.len().min(ERROR_BYTES);
                    while !message.is_char_boundary(end) {
                        end -= 1;
                    }
                    let error = &mut *header.error.get();
                    error.iter_mut().zip(message.as_bytes().iter().take(end)).for_each(|(to, from)| *to = *from);
                    *header.error_length.get() = end;
                    FAILED
                }
            };
            let told = header.state.compare_exchange(SENT, state, Ordering::AcqRel, Ordering::Acquire).is_ok();
            if told {
                pg_sys::SetLatch(header.latch as *mut pg_sys::Latch);
            }
            told
        }
    }
}

impl Drop for Letter {
    fn drop(&mut self) {
        // SAFETY: attached since `post` or `receive`. A process that ends without dropping is detached by the server.
        unsafe { pg_sys::dsm_detach(self.segment.as_ptr()) }
    }
}

/// Here the slower way does not work at all.
fn no_memory(why: String) -> Fault {
    Fault::new(Kind::NotPreloaded, "there is no shared memory to hand the audit entry over, so the call is refused")
        .detail(format!("copilot_ext was not loaded at server start, so each entry takes a segment of its own: {why}."))
        .hint(super::PRELOAD_HINT)
}
