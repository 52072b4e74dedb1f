//! After promotion: the calls of the standby's file are taken into the tables, some in each transaction. Each such
//! transaction says in a signed entry how far it came, so that no call is taken twice and none is left out, wherever a
//! crash falls.

use super::open_calls::is_gone;
use super::standby_file::{home, is_at, path, sync_folder, try_lock, unlock};
use super::store::Store;
use super::{key_file, Backend, KeptReport, Message};
use crate::pg::stream::EPOCH_MICROS;
use copilot_core::chain::{canonical, hex, KeyRing};
use copilot_core::proof::Broken;
use copilot_core::standby::{Confirmed, Line};
use copilot_core::{Fault, Kind};
use serde_json::{json, Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Seek, SeekFrom};

/// Calls that come in meanwhile wait for one transaction of this size at most.
const LINES_EACH: usize = 200;

/// What entries of the file have to themselves; the tables' chain says its own.
const OF_THE_FILE: [&str; 8] = ["v", "chain", "seq", "at", "kind", "key", "started", "texts"];

/// How far the import is.
pub(crate) enum Progress {
    /// There is more to take in.
    More,
    /// All that is there has been taken in; somebody may still close a call.
    Waiting,
    /// The file is put aside.
    Finished,
}

/// An opening entry of the file whose closing entry has not come yet.
#[derive(Clone)]
struct OpenCall {
    /// Its place in the tables.
    seq: i64,
    /// When its session started, in microseconds since 1970, and its process.
    backend: Option<(i64, i64)>,
}

/// How far the file has been read, in this process.
#[derive(Clone)]
struct Reading {
    offset: u64,
    confirmed: Confirmed,
    /// By their places in the file.
    open: HashMap<i64, OpenCall>,
}

/// The file of a server that was a standby.
pub(crate) struct Import {
    file: File,
    keys: KeyRing,
    reading: Reading,
    /// Taken-in opening entries by what they say of their origin; read when another process took them in.
    known: Option<HashMap<String, i64>>,
}

impl Import {
    /// None when this database has no such file.
    pub(crate) fn find() -> Result<Option<Import>, Fault> {
        let file = match File::options().read(true).append(true).open(path()) {
            Ok(file) => file,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(failed(e)),
        };
        let reading = Reading { offset: 0, confirmed: Confirmed::NOTHING, open: HashMap::new() };
        Ok(Some(Import { file, keys: key_file::read()?, reading, known: None }))
    }

    /// Takes some lines in, inside the transaction that is open; `settle` follows when it is committed.
    pub(crate) fn step(&mut self, store: &mut Store) -> Result<Step, Fault> {
        if !try_lock(&self.file).map_err(failed)? {
            return Ok(Step { reading: self.reading.clone(), end: End::Busy });
        }
        let result = self.take_in(store);
        unlock(&self.file);
        result
    }

    fn take_in(&mut self, store: &mut Store) -> Result<Step, Fault> {
        let mut turn = Turn { reading: self.reading.clone(), chains: BTreeMap::new() };
        let mut reader = BufReader::new(&self.file);
        reader.seek(SeekFrom::Start(turn.reading.offset)).map_err(failed)?;
        let mut end = End::More;
        for _ in 0..LINES_EACH {
            let mut bytes = Vec::new();
            reader.read_until(b'\n', &mut bytes).map_err(failed)?;
            if !bytes.ends_with(b"\n") {
                end = End::OfFile;
                break;
            }
            match turn.reading.confirmed.next(&self.keys, &String::from_utf8_lossy(&bytes)) {
                Ok((line, entry)) => {
                    turn.reading.offset += bytes.len() as u64;
                    turn.line(store, &mut self.known, &line, entry)?;
                }
                Err(broken) if broken.reason.starts_with("not verifiable") => {
                    return Err(Fault::new(Kind::BadKeyFile, broken.reason));
                }
                Err(broken) => {
                    end = End::Broken(broken);
                    break;
                }
            }
        }
        turn.say(store)?;
        let mut reading = turn.reading;
        match &end {
            End::OfFile => close_lost(store, &mut reading, false)?,
            End::Broken(broken) => {
                store.say_broken(&broken.reason, broken.seq)?;
                close_lost(store, &mut reading, true)?;
            }
            _ => {}
        }
        Ok(Step { reading, end })
    }

    /// The transaction of `step` is committed.
    pub(crate) fn settle(&mut self, step: Step) -> Result<Progress, Fault> {
        self.reading = step.reading;
        match step.end {
            End::More => Ok(Progress::More),
            End::Busy => Ok(Progress::Waiting),
            End::OfFile if self.reading.open.is_empty() => self.put_aside("imported"),
            End::OfFile => Ok(Progress::Waiting),
            End::Broken(_) => self.put_aside("broken"),
        }
    }

    /// The file stays as evidence, under another name. Nobody appends any more: every call in it is closed, and opening
    /// entries are written in recovery only. A torn last line was never confirmed to anybody.
    fn put_aside(&self, word: &str) -> Result<Progress, Fault> {
        let path = path();
        if is_at(&self.file, &path) {
            let mut name = path.clone().into_os_string();
            name.push(format!(".{word}.{}", hex(&self.reading.confirmed.link[..8])));
            fs::rename(&path, name).and_then(|()| sync_folder(&path)).map_err(failed)?;
        }
        Ok(Progress::Finished)
    }
}

/// One transaction's part.
struct Turn {
    reading: Reading,
    /// Of each chain met: up to where it is in the tables, and how many of its lines are new.
    chains: BTreeMap<String, (i64, i64)>,
}

impl Turn {
    fn line(
        &mut self,
        store: &mut Store,
        known: &mut Option<HashMap<String, i64>>,
        line: &Line,
        entry: Map<String, Value>,
    ) -> Result<(), Fault> {
        let chain = text_of(&entry, "chain");
        let seq = self.reading.confirmed.seq;
        let (through, count) = match self.chains.get(&chain) {
            Some(there) => *there,
            None => (store.taken_in_through(&chain)?, 0),
        };
        if seq <= through {
            self.chains.insert(chain, (through, count));
            return pass_over(store, &mut self.reading, known, line, &entry);
        }
        self.chains.insert(chain, (seq, count + 1));
        take(store, &mut self.reading, line, entry)
    }

    fn say(&self, store: &mut Store) -> Result<(), Fault> {
        let new = self.chains.iter().filter(|(_, (_, count))| *count > 0);
        new.into_iter().try_for_each(|(chain, (through, count))| store.say_taken_in(chain, *through, *count))
    }
}

/// A line that was taken in before: if it opened a call, its place in the tables is looked up.
fn pass_over(
    store: &Store,
    reading: &mut Reading,
    known: &mut Option<HashMap<String, i64>>,
    line: &Line,
    entry: &Map<String, Value>,
) -> Result<(), Fault> {
    match text_of(entry, "kind").as_str() {
        "open" => {
            let origin = canonical(&origin(line, entry));
            let place = |known: &Option<HashMap<String, i64>>| known.as_ref().and_then(|k| k.get(&origin)).copied();
            if place(known).is_none() {
                *known = Some(store.taken_in_calls()?);
            }
            let seq = place(known);
            let seq = seq.ok_or_else(|| Fault::new(Kind::Internal, "a call that was taken in is not there"))?;
            reading.open.insert(reading.confirmed.seq, OpenCall { seq, backend: backend(entry) });
        }
        "close" => {
            reading.open.remove(&entry.get("call").and_then(Value::as_i64).unwrap_or_default());
        }
        _ => {}
    }
    Ok(())
}

/// What one transaction has done.
pub(crate) struct Step {
    reading: Reading,
    end: End,
}

enum End {
    More,
    OfFile,
    /// Another process has the file.
    Busy,
    Broken(Broken),
}

fn failed(e: std::io::Error) -> Fault {
    Fault::new(Kind::AuditUnavailable, "the standby's audit file could not be taken in")
        .detail(format!("\"{}\": {e}", path().display()))
}

fn text_of(entry: &Map<String, Value>, field: &str) -> String {
    entry.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn backend(entry: &Map<String, Value>) -> Option<(i64, i64)> {
    let number = |field: &str| entry.get(field).and_then(Value::as_i64);
    number("pid").zip(number("backend_start"))
}

/// At the end of the file: of calls without a closing entry those are closed whose session is gone. The others may
/// close themselves yet, unless the file is put aside.
fn close_lost(store: &mut Store, reading: &mut Reading, all: bool) -> Result<(), Fault> {
    let mut open = HashMap::new();
    for (at, call) in std::mem::take(&mut reading.open) {
        let gone = match call.backend {
            Some((pid, start)) => is_gone(pid, start)?,
            None => true,
        };
        if store.is_closed(call.seq)? {
            continue;
        }
        if gone || all {
            store.write(&Message::closing(call.seq, "lost"))?;
        } else {
            open.insert(at, call);
        }
    }
    reading.open = open;
    Ok(())
}

/// What an entry says of where it was first written.
fn origin(line: &Line, entry: &Map<String, Value>) -> Map<String, Value> {
    let mut fields: Map<String, Value> = ["chain", "seq", "at"]
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), entry.get(*name)?.clone())))
        .collect();
    fields.insert("link".into(), line.link().into());
    fields
}

/// Takes one line in.
fn take(store: &mut Store, reading: &mut Reading, line: &Line, entry: Map<String, Value>) -> Result<(), Fault> {
    let kind = text_of(&entry, "kind");
    if kind == "standby" {
        return match home().iter().all(|(name, here)| entry.get(name) == Some(here)) {
            true => Ok(()),
            false => Err(Fault::new(Kind::AuditUnavailable, "the standby's audit file is of another database")),
        };
    }
    let opened_by = backend(&entry);
    let origin = origin(line, &entry);
    let mut texts: BTreeMap<String, String> =
        line.texts.iter().map(|text| (text.name.clone(), text.body.clone())).collect();
    let report: Option<KeptReport> = texts.remove("report").and_then(|report| serde_json::from_str(&report).ok());
    let mut kept: Map<String, Value> =
        entry.into_iter().filter(|(name, _)| !OF_THE_FILE.contains(&name.as_str())).collect();
    kept.insert("imported".into(), origin.into());
    if ["egress", "close"].contains(&kind.as_str()) {
        let call = kept.get("call").and_then(Value::as_i64).unwrap_or_default();
        let opened = reading.open.get(&call).map(|opened| opened.seq);
        let opened = opened.ok_or_else(|| Fault::new(Kind::Internal, "an entry belongs to a call that is not open"))?;
        if kind == "close" {
            reading.open.remove(&call);
        }
        kept.insert("call".into(), json!(opened));
        if store.is_closed(opened)? {
            return Ok(());
        }
    }
    let backend = opened_by
        .filter(|_| kind == "open")
        .and_then(|(pid, start)| Some(Backend { pid: i32::try_from(pid).ok()?, start: start - EPOCH_MICROS }));
    let seq = store.write(&Message { kind: kind.clone(), entry: kept, texts, backend, report })?;
    if kind == "open" {
        reading.open.insert(reading.confirmed.seq, OpenCall { seq, backend: opened_by });
    }
    Ok(())
}
