//! The writer of one message, where the library was not preloaded: it puts the message down, replies, and leaves the
//! chain in order.

use super::book::Book;
use crate::pg::audit::letter::{self, Letter};
use crate::pg::audit::Message;
use crate::pg::{background, error};
use pgrx::pg_guard;

/// After promotion a caller waits this long for what was asked before; the rest is taken in after the reply.
const TAKE_IN_FIRST_MICROS: i64 = 1_000_000;

/// Entry point of the background worker; the argument names the letter.
#[pg_guard]
#[no_mangle]
pub extern "C-unwind" fn copilot_audit_message_main(letter: background::Argument) {
    let Some(letter) = Letter::receive(letter::handle_of(letter)) else { return };
    background::connect(letter.database());
    if letter.is_abandoned() {
        return;
    }
    match Book::open() {
        Ok(book) => put_down(book, letter),
        Err(why) => refuse(&letter, &why),
    }
}

fn refuse(letter: &Letter, why: &str) {
    error::log(format!("copilot audit: an entry could not be written: {why}"));
    letter.answer(&Err(why.to_owned()));
}

fn put_down(mut book: Book, letter: Letter) {
    let message: Message = match serde_json::from_slice(letter.message()) {
        Ok(message) => message,
        Err(e) => return refuse(&letter, &format!("not a message: {e}")),
    };
    book.take_in_for(TAKE_IN_FIRST_MICROS);
    let seq = match book.write(&[&message]) {
        Ok(seqs) => seqs.first().copied().unwrap_or_default(),
        Err(why) => return refuse(&letter, &why),
    };
    let told = letter.answer(&Ok(seq));
    drop(letter);
    if !told && message.is_opening() {
        book.close(seq, "refused");
    }
    while book.take_in() {}
    book.close_lost();
    // Nobody stays behind to anchor the end of the chain later.
    if !message.is_opening() || !told {
        book.anchor();
    }
}
