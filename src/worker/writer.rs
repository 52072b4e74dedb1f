//! The audit writer: one per database, started on demand, gone after two idle seconds, since a connected worker
//! blocks DROP DATABASE and CREATE DATABASE … TEMPLATE.

use super::book::Book;
use crate::pg::audit::{queue, Message};
use crate::pg::{background, error};
use pgrx::pg_guard;
use std::collections::HashMap;
use std::time::Duration;

const TICK: Duration = Duration::from_millis(500);
const IDLE_EXIT_MICROS: i64 = 2_000_000;
const SWEEP_MICROS: i64 = 10_000_000;
const ANCHOR_MICROS: i64 = 60_000_000;
const ANCHOR_ROWS: i64 = 100;
/// After promotion the first callers wait this long for what was asked before; the rest is taken in between them.
const TAKE_IN_FIRST_MICROS: i64 = 1_000_000;

/// Entry point of the background worker; the argument is the database.
#[pg_guard]
#[no_mangle]
pub extern "C-unwind" fn copilot_audit_writer_main(database: background::Argument) {
    let database = background::database_of(database);
    if !queue::writer_starts(database) {
        return;
    }
    background::connect(database);
    match Book::open() {
        Ok(book) => Writer::new(book).serve(),
        Err(why) => refuse_all(&why),
    }
}

/// Tells everybody who waits why there is no audit. Whoever is in the middle of a message is told by the queue.
fn refuse_all(why: &str) {
    error::log(format!("copilot audit: the writer cannot start: {why}"));
    queue::locked(|q| {
        for at in q.waiting() {
            q.slot(at).reply(&Err(why.to_owned()));
        }
    });
}

struct Writer {
    book: Book,
    /// Messages that come in several pieces, by slot.
    partial: HashMap<usize, Vec<u8>>,
    anchored_seq: i64,
    anchored_at: i64,
    swept_at: i64,
}

impl Writer {
    fn new(book: Book) -> Writer {
        Writer { book, partial: HashMap::new(), anchored_seq: 0, anchored_at: queue::now(), swept_at: 0 }
    }

    fn serve(&mut self) {
        self.book.take_in_for(TAKE_IN_FIRST_MICROS);
        let mut last_work = queue::now();
        let mut stopping = false;
        loop {
            let batch = self.collect();
            if !batch.is_empty() {
                self.put_down(batch);
                last_work = queue::now();
            }
            let is_taking_in = self.book.take_in();
            if is_taking_in {
                last_work = queue::now();
            }
            self.sweep_if_due(false);
            self.anchor_if_due(false);
            let idle = queue::now() - last_work > IDLE_EXIT_MICROS;
            stopping |= background::told_to_stop();
            if idle || stopping {
                self.sweep_if_due(true);
                self.anchor_if_due(true);
                if queue::writer_leaves_unless_needed() {
                    return;
                }
            }
            if background::wait(if is_taking_in { Duration::ZERO } else { TICK }) {
                self.read_keys_again();
            }
        }
    }

    /// Takes what waits in the queue; messages still coming in pieces stay in `partial`.
    fn collect(&mut self) -> Vec<(usize, Message)> {
        let mut whole = Vec::new();
        for at in queue::locked(|q| q.waiting()) {
            let buffer = self.partial.entry(at).or_default();
            let complete = queue::locked(|q| {
                let slot = q.slot(at);
                let (piece, is_first) = slot.piece();
                if is_first {
                    buffer.clear();
                }
                buffer.extend_from_slice(piece);
                slot.take()
            });
            if complete {
                let bytes = self.partial.remove(&at).unwrap_or_default();
                match serde_json::from_slice(&bytes) {
                    Ok(message) => whole.push((at, message)),
                    Err(e) => {
                        queue::locked(|q| q.slot(at).reply(&Err(format!("not a message: {e}"))));
                    }
                }
            }
        }
        whole
    }

    /// Group commit: all in one transaction; if that fails, each alone, so that one bad row costs only itself.
    fn put_down(&mut self, batch: Vec<(usize, Message)>) {
        let messages: Vec<&Message> = batch.iter().map(|(_, message)| message).collect();
        let results = match self.book.write(&messages) {
            Ok(seqs) => seqs.into_iter().map(Ok).collect(),
            Err(why) if batch.len() == 1 => vec![Err(why)],
            Err(_) => messages
                .iter()
                .map(|m| self.book.write(&[m]).map(|s| s.first().copied().unwrap_or(0)))
                .collect::<Vec<_>>(),
        };
        for ((at, message), result) in batch.iter().zip(results) {
            if let Err(why) = &result {
                error::log(format!("copilot audit: an entry could not be written: {why}"));
            }
            let told = queue::locked(|q| q.slot(*at).reply(&result));
            if let (false, true, Ok(seq)) = (told, message.is_opening(), &result) {
                self.book.close(*seq, "refused");
            }
        }
    }

    /// A reload of the configuration is also the sign that the key file has another key.
    fn read_keys_again(&mut self) {
        if let Err(why) = self.book.read_keys_again() {
            error::log(format!("copilot audit: the key file was not read again, the keys of before go on: {why}"));
        }
    }

    fn sweep_if_due(&mut self, now: bool) {
        if now || queue::now() - self.swept_at >= SWEEP_MICROS {
            self.swept_at = queue::now();
            self.book.close_lost();
        }
    }

    fn anchor_if_due(&mut self, now: bool) {
        let rows = self.book.head_seq() - self.anchored_seq;
        let due = rows >= ANCHOR_ROWS || (rows > 0 && (now || queue::now() - self.anchored_at > ANCHOR_MICROS));
        if due {
            self.book.anchor();
            self.anchored_seq = self.book.head_seq();
            self.anchored_at = queue::now();
        }
    }
}
