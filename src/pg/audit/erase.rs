//! Erasing the texts of one call. The writer deletes them and signs what it deleted in one transaction; the hashes stay
//! in the chain, which still holds.

use super::guard::LetsDelete;
use super::patience::Patience;
use super::store::{arg, internal, Store};
use super::verify::in_fresh_snapshot;
use super::way::Way;
use super::{read, Message};
use crate::pg::stream::Stream;
use crate::pg::text::Text;
use crate::pg::{guc, who};
use copilot_core::{Fault, Kind};
use pgrx::Spi;
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;

pub(crate) const EXAMPLE: &str = "SELECT * FROM copilot.erase_audit_text(42, 'asked for by its author')";
/// A reason is a sentence.
const REASON_BYTES: usize = 1_000;

/// One text that is gone.
pub(crate) struct Erased {
    pub(crate) entry: i64,
    pub(crate) name: String,
}

/// Has the writer erase the texts of call `id`. `asked_in` is the call that asks for it.
pub(crate) fn erase(asked_in: i64, id: i64, reason: &str) -> Result<Vec<Erased>, Fault> {
    let reason = reason.trim();
    if reason.is_empty() || reason.len() > REASON_BYTES {
        let message =
            format!("argument \"reason\" has {} bytes, it must have between 1 and {REASON_BYTES}", reason.len());
        return Err(Fault::new(Kind::InvalidArgument, message)
            .hint("say who asked for it and on what ground, without repeating what is to be erased"));
    }
    in_fresh_snapshot(|| erasable(id))?;
    let who = who::caller();
    let entry = json!({"of": id, "by": who.authenticated, "role": who.role, "asked_in": asked_in});
    let message = Message {
        kind: "erase".into(),
        entry: entry.as_object().cloned().unwrap_or_default(),
        texts: BTreeMap::from([("reason".to_owned(), reason.to_owned())]),
        backend: None,
        report: None,
    };
    let signed = Way::of_this_server()?.submit(&message, guc::audit_timeout(), Patience::UntilTimeout)?;
    let entry = in_fresh_snapshot(|| Ok(signed_entry(signed)))?;
    let each = |(of, names): (&String, &Value)| -> Vec<Erased> {
        let names = names.as_array().into_iter().flatten().filter_map(Value::as_str);
        names.map(|name| Erased { entry: of.parse().unwrap_or_default(), name: name.to_owned() }).collect()
    };
    Ok(entry.get("erased").and_then(Value::as_object).into_iter().flatten().flat_map(each).collect())
}

fn signed_entry(seq: i64) -> Value {
    let entry = Stream::first("select canonical::text from copilot_audit.entry where seq = $1", &[seq], 1);
    entry.and_then(|entry| entry.with_bytes(0, |json| serde_json::from_slice(json).ok())?).unwrap_or_default()
}

/// There is such a call, it has ended, and a text of it is left.
fn erasable(id: i64) -> Result<(), Fault> {
    let has = |sql: &str| Stream::first(sql, &[id], 1).is_some();
    if !read::tables_exist()? || !has("select seq from copilot_audit.entry where seq = $1 and kind = 'open'") {
        return Err(Fault::new(Kind::NotFound, format!("there is no audit row {id}")).hint(read::LATEST_CALLS));
    }
    if !has("select seq from copilot_audit.entry where call = $1") {
        return Err(Fault::new(Kind::InvalidArgument, format!("call {id} is still running"))
            .detail("Its closing entry, which has texts of its own, is yet to come.")
            .hint("wait for its end; the writer closes the call of a backend that is gone within seconds"));
    }
    match has(include_str!("../../../sql/audit/has_texts.sql")) {
        true => Ok(()),
        false => Err(Fault::new(Kind::NotFound, format!("call {id} has no text that could be erased"))),
    }
}

impl Store {
    /// The writer's side: deletes the texts of the call `of`, and signs which these were.
    pub(super) fn erase(&mut self, message: &Message) -> Result<i64, Fault> {
        let of = message.entry.get("of").and_then(Value::as_i64).unwrap_or_default();
        let mut erased = Map::new();
        let lets_delete = LetsDelete::begin();
        for sql in [
            "delete from copilot_audit.text t
             where t.seq = $1 or t.seq in (select e.seq from copilot_audit.entry e where e.call = $1) returning t.seq, t.name",
            "delete from copilot._reports r where r.id = $1 returning r.entry, 'report'::text",
        ] {
            let gone: Vec<(i64, Text)> = Spi::connect_mut(|client| {
                let table = client.update(sql, None, &[arg(of)])?;
                let one = |row: pgrx::spi::SpiHeapTupleData| {
                    Ok((row.get(1)?.unwrap_or_default(), row.get(2)?.unwrap_or_default()))
                };
                table.map(one).collect::<Result<_, pgrx::spi::Error>>()
            })
            .map_err(internal)?;
            for (seq, name) in gone {
                let names = erased.entry(seq.to_string()).or_insert_with(|| json!([]));
                names.as_array_mut().into_iter().for_each(|names| names.push(name.0.clone().into()));
            }
        }
        drop(lets_delete);
        if erased.is_empty() {
            return Err(Fault::new(Kind::NotFound, format!("call {of} has no text that could be erased")));
        }
        let mut entry = message.entry.clone();
        entry.insert("erased".into(), Value::Object(erased));
        Ok(self.append("erase", entry, &message.texts)?.0)
    }
}
