//! What every writer does with the chain: put messages down, close calls that cannot close themselves, anchor the head.

use crate::pg::alerts::sender;
use crate::pg::audit::import::{Import, Progress};
use crate::pg::audit::store::Store;
use crate::pg::audit::{anchor, queue, Message};
use crate::pg::{background, error};
use copilot_core::chain::hex;
use copilot_core::Fault;

/// The chain, opened. It may be written by another process between any two transactions.
pub(super) struct Book {
    store: Store,
    /// Calls of the time when this server was a standby.
    standby: Option<Import>,
}

impl Book {
    pub(super) fn open() -> Result<Book, String> {
        let store = background::in_transaction(Store::open)?;
        let standby = Import::find().unwrap_or_else(|fault| {
            error::log(format!("copilot audit: the calls of the standby are not taken in: {fault}"));
            None
        });
        Ok(Book { store, standby })
    }

    /// The place of the newest entry.
    pub(super) fn head_seq(&self) -> i64 {
        self.store.head.seq
    }

    /// Takes in what the server was asked as a standby, a part at a time. True while there is more.
    pub(super) fn take_in(&mut self) -> bool {
        let Some(mut import) = self.standby.take() else { return false };
        let progress = self
            .change(|store| import.step(store))
            .and_then(|step| import.settle(step).map_err(|fault| fault.to_string()));
        match progress {
            Ok(Progress::Finished) => false,
            Ok(Progress::Waiting) => {
                self.standby = Some(import);
                false
            }
            Ok(Progress::More) => {
                self.standby = Some(import);
                true
            }
            Err(why) => {
                error::log(format!("copilot audit: the calls of the standby are not taken in: {why}"));
                false
            }
        }
    }

    /// The same, for at most this time.
    pub(super) fn take_in_for(&mut self, micros: i64) {
        let until = queue::now() + micros;
        while self.take_in() && queue::now() < until {}
    }

    fn change<T>(&mut self, work: impl FnOnce(&mut Store) -> Result<T, Fault>) -> Result<T, String> {
        let before = self.store.head.clone();
        let result = background::in_transaction(|| {
            self.store.catch_up()?;
            work(&mut self.store)
        });
        if result.is_err() {
            self.store.forget_since(before);
        }
        result
    }

    /// Takes up the key file again.
    pub(super) fn read_keys_again(&mut self) -> Result<(), String> {
        self.change(Store::read_keys_again)
    }

    /// All messages in one transaction: their places in the chain.
    pub(super) fn write(&mut self, messages: &[&Message]) -> Result<Vec<i64>, String> {
        let written = self.change(|store| messages.iter().map(|message| store.write(message)).collect());
        if self.store.take_mail() && !sender::start() {
            error::log("copilot alerts: no free slot for a worker that sends; what is due waits for the next report");
        }
        written
    }

    /// Closes a call on behalf of a caller that cannot.
    pub(super) fn close(&mut self, call: i64, outcome: &str) {
        if let Err(why) = self.write(&[&Message::closing(call, outcome)]) {
            error::log(format!("copilot audit: call {call} could not be closed as {outcome}: {why}"));
        }
    }

    /// Closes the calls whose backend is gone.
    pub(super) fn close_lost(&mut self) {
        let swept = self.change(|store| {
            let lost = store.lost_calls()?;
            lost.into_iter().try_for_each(|call| store.write(&Message::closing(call, "lost")).map(|_| ()))
        });
        if let Err(why) = swept {
            error::log(format!("copilot audit: lost calls could not be closed: {why}"));
        }
    }

    /// Names the head where a table owner cannot reach.
    pub(super) fn anchor(&self) {
        let head = &self.store.head;
        match anchor::drop_anchor(&head.chain, head.seq, &head.link) {
            Ok(()) => {
                let link = hex(&head.link);
                error::log(format!("copilot audit anchor: chain {} seq {} link {link}", head.chain, head.seq));
            }
            Err(e) => error::log(format!("copilot audit: the anchor could not be written: {e}")),
        }
    }
}
