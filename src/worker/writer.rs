//! The audit writer: one per database, started on demand, gone after two idle seconds, since a connected worker
//! blocks DROP DATABASE and CREATE DATABASE … TEMPLATE.

use crate::pg::audit::store::Store;
use crate::pg::audit::{anchor, queue, Message};
use crate::pg::{background, error};
use copilot_core::chain::hex;
use copilot_core::Fault;
use pgrx::pg_guard;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

const TICK: Duration = Duration::from_millis(500);
const IDLE_EXIT_MICROS: i64 = 2_000_000;
const SWEEP_MICROS: i64 = 10_000_000;
const ANCHOR_MICROS: i64 = 60_000_000;
const ANCHOR_ROWS: i64 = 100;
/// A caller that locks the audit tables must not hold up shutdown.
const LOCK_TIMEOUT: &str = "2s";

/// Entry point of the background worker; the argument is the database.
#[pg_guard]
#[no_mangle]
pub extern "C-unwind" fn copilot_audit_writer_main(database: background::Argument) {
    background::connect(database);
    if !queue::writer_comes_up() {
        return;
    }
    background::set("lock_timeout", LOCK_TIMEOUT);
    background::set("synchronous_commit", "local");
    background::set("search_path", "pg_catalog, pg_temp");
    let mut writer = Writer::default();
    match background::in_transaction(|| writer.open()) {
        Ok(()) => writer.serve(),
        Err(why) => writer.refuse_all(&why),
    }
}

#[derive(Default)]
struct Writer {
    store: Option<Store>,
    /// Messages that come in several pieces, by slot.
    partial: HashMap<usize, Vec<u8>>,
    anchored_seq: i64,
    anchored_at: i64,
    swept_at: i64,
}

impl Writer {
    fn open(&mut self) -> Result<(), Fault> {
        self.store = Some(Store::open()?);
        Ok(())
    }

    fn serve(&mut self) {
        let mut last_work = queue::now();
        self.anchored_at = last_work;
        let mut stopping = false;
        loop {
            let batch = self.collect();
            if !batch.is_empty() {
                self.put_down(batch);
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
                continue;
            }
            background::wait(TICK);
        }
    }

    /// Takes what waits in the queue; messages still coming in pieces stay in `partial`.
    fn collect(&mut self) -> Vec<(usize, Message)> {
        let mut whole = Vec::new();
        for at in queue::locked(|q| q.waiting()) {
            let buffer = self.partial.entry(at).or_default();
            let complete = queue::locked(|q| {
                let slot = q.slot(at);
                buffer.extend_from_slice(slot.piece());
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
        let results = match self.write(&messages) {
            Ok(seqs) => seqs.into_iter().map(Ok).collect(),
            Err(why) if batch.len() == 1 => vec![Err(why)],
            Err(_) => {
                messages.iter().map(|m| self.write(&[m]).map(|s| s.first().copied().unwrap_or(0))).collect::<Vec<_>>()
            }
        };
        for ((at, message), result) in batch.iter().zip(results) {
            if let Err(why) = &result {
                error::log(format!("copilot audit: an entry could not be written: {why}"));
            }
            let told = queue::locked(|q| q.slot(*at).reply(&result));
            if let (false, "open", Ok(seq)) = (told, message.kind.as_str(), &result) {
                self.close(*seq, "refused");
            }
        }
    }

    fn write(&mut self, messages: &[&Message]) -> Result<Vec<i64>, String> {
        let Some(store) = self.store.as_mut() else {
            return Err("the audit tables are not open".into());
        };
        let before = store.head.clone();
        let result = background::in_transaction(|| messages.iter().map(|m| store.write(m)).collect());
        if result.is_err() {
            store.head = before;
        }
        result
    }

    /// Closes a call on behalf of a caller that cannot.
    fn close(&mut self, call: i64, outcome: &str) {
        let entry = json!({"call": call, "outcome": outcome}).as_object().cloned().unwrap_or_default();
        let message = Message { kind: "close".into(), entry, texts: BTreeMap::new(), backend: None, report: None };
        if let Err(why) = self.write(&[&message]) {
            error::log(format!("copilot audit: call {call} could not be closed as {outcome}: {why}"));
        }
    }

    fn sweep_if_due(&mut self, now: bool) {
        if !now && queue::now() - self.swept_at < SWEEP_MICROS {
            return;
        }
        self.swept_at = queue::now();
        let Some(store) = self.store.as_ref() else { return };
        match background::in_transaction(|| store.lost_calls()) {
            Ok(lost) => lost.into_iter().for_each(|call| self.close(call, "lost")),
            Err(why) => error::log(format!("copilot audit: lost calls could not be looked for: {why}")),
        }
    }

    fn anchor_if_due(&mut self, now: bool) {
        let Some(store) = self.store.as_ref() else { return };
        let head = &store.head;
        let rows = head.seq - self.anchored_seq;
        let due = rows >= ANCHOR_ROWS || (rows > 0 && (now || queue::now() - self.anchored_at > ANCHOR_MICROS));
        if !due {
            return;
        }
        match anchor::drop_anchor(&head.chain, head.seq, &head.link) {
            Ok(()) => {
                let link = hex(&head.link);
                error::log(format!("copilot audit anchor: chain {} seq {} link {link}", head.chain, head.seq));
            }
            Err(e) => error::log(format!("copilot audit: the anchor could not be written: {e}")),
        }
        self.anchored_seq = head.seq;
        self.anchored_at = queue::now();
    }

    /// Tells everybody who waits why there is no audit.
    fn refuse_all(&mut self, why: &str) {
        error::log(format!("copilot audit: the writer cannot start: {why}"));
        for (at, _) in self.collect() {
            queue::locked(|q| q.slot(at).reply(&Err(why.to_owned())));
        }
    }
}
