//! A standby cannot write rows: its calls go into a file beside the key, one chain for each database
//! (`copilot_core::standby`), under a lock between backends and on disk before the answer.

use super::anchor::my_database;
use super::patience::{timed_out, unavailable, Wait};
use super::{key_file, Message, Patience};
use crate::pg::stream::EPOCH_MICROS;
use crate::pg::{strong_random, world};
use copilot_core::chain::{hex, KeyRing};
use copilot_core::standby::{KeptText, Line, Newest, Writer};
use copilot_core::{Fault, Kind};
use pgrx::pg_sys;
use serde_json::{json, Map, Value};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

const CHUNK_BYTES: u64 = 64 * 1024;

/// This database's file.
pub(super) fn path() -> PathBuf {
    let mut name = key_file::path().into_os_string();
    name.push(format!(".standby.{}", my_database()));
    PathBuf::from(name)
}

/// Where the chain lives: the cluster and the database.
pub(super) fn home() -> Map<String, Value> {
    let fields = [("system", json!(super::store::system_identifier())), ("database", json!(my_database()))];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Appends the message and returns the number of its entry: below 0, since it is none of the tables'.
pub(super) fn submit(message: &Message, timeout: Duration, patience: Patience) -> Result<i64, Fault> {
    let keys = key_file::read()?;
    let wait = Wait::begin(timeout, patience);
    let mut file = locked(message.is_opening(), wait)?;
    // SAFETY: reads shared state of the server.
    if message.is_opening() && !unsafe { pg_sys::RecoveryInProgress() } {
        return Err(unavailable("The server was promoted in this moment.", "call again"));
    }
    append(&mut file, message, &keys)
}

fn failed(e: io::Error) -> Fault {
    Fault::new(Kind::AuditUnavailable, "the audit entry could not be written to the standby's file")
        .detail(format!("\"{}\": {e}.", path().display()))
        .hint("it stands beside the file of copilot.audit_key_file, and must be writable for the server's user")
}

/// The file, locked against other backends and against being taken into the tables.
fn locked(is_opening: bool, wait: Wait) -> Result<File, Fault> {
    loop {
        let path = path();
        let file = OpenOptions::new().read(true).append(true).create(is_opening).mode(0o600).open(&path);
        let file = file.map_err(failed)?;
        if try_lock(&file).map_err(failed)? && is_at(&file, &path) {
            return Ok(file);
        }
        if wait.is_over() {
            return Err(timed_out());
        }
        wait.sleep(2);
        wait.check_for_cancel();
    }
}

/// Takes the lock, which ends when the file is closed. False when another process has it.
pub(super) fn try_lock(file: &File) -> io::Result<bool> {
    // SAFETY: a descriptor that is open.
    if unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) } == 0 {
        return Ok(true);
    }
    let e = io::Error::last_os_error();
    if e.kind() == io::ErrorKind::WouldBlock {
        Ok(false)
    } else {
        Err(e)
    }
}

pub(super) fn unlock(file: &File) {
    // SAFETY: a descriptor that is open.
    unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_UN) };
}

/// Whether the path still leads to this file: it is renamed when all of it is in the tables.
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn append(file: &mut File, message: &Message, keys: &KeyRing) -> Result<i64, Fault> {
    let key = keys.signing().ok_or_else(|| Fault::new(Kind::BadKeyFile, "the audit key file holds no key"))?;
    // SAFETY: a variable of the server, set once by the postmaster.
    let started = unsafe { pg_sys::PgStartTime };
    let writer = Writer { key, at: world::clock(), started };
    let (end, newest) = last_line(file).map_err(failed)?;
    let newest = match newest {
        Found::Line(line) => Some(line.newest().ok_or_else(unreadable)?),
        Found::Nothing => None,
        Found::Other => return Err(unreadable()),
    };
    let mut text = String::new();
    let newest = match newest {
        Some(newest) if newest.started == started => newest,
        before => {
            let first = writer.begin(before.as_ref(), &hex(&strong_random::bytes::<16>()?), home());
            text.push_str(&first.to_text());
            first.newest().ok_or_else(unreadable)?
        }
    };
    let line = line(&writer, &newest, message)?;
    text.push_str(&line.to_text());
    let written = file.set_len(end).and_then(|()| file.write_all(text.as_bytes())).and_then(|()| file.sync_data());
    // A file that is new must still be there after a crash.
    let written = written.and_then(|()| if end == 0 { sync_folder(&path()) } else { Ok(()) });
    if let Err(e) = written {
        // What was not confirmed must not be there when the next entry comes.
        let _ = file.set_len(end);
        return Err(failed(e));
    }
    Ok(-(newest.seq + 1))
}

fn unreadable() -> Fault {
    failed(io::Error::new(io::ErrorKind::InvalidData, "its last line is not an audit entry"))
}

fn line(writer: &Writer, before: &Newest, message: &Message) -> Result<Line, Fault> {
    let mut entry = message.entry.clone();
    if let Some(call) = entry.get("call").and_then(Value::as_i64) {
        entry.insert("call".into(), call.abs().into());
    }
    if let Some(backend) = message.backend {
        entry.insert("backend_start".into(), (backend.start + EPOCH_MICROS).into());
    }
    let mut texts = message.texts.clone();
    if let Some(report) = &message.report {
        let json = serde_json::to_string(report)
            .map_err(|e| Fault::new(Kind::Internal, "could not write the report down").detail(e.to_string()))?;
        texts.insert("report".into(), json);
    }
    let kept = |(name, body)| Ok(KeptText { name, salt: hex(&strong_random::bytes::<16>()?), body });
    let texts = texts.into_iter().map(kept).collect::<Result<_, Fault>>()?;
    Ok(writer.line(before, &message.kind, entry, texts))
}

enum Found {
    Nothing,
    Line(Line),
    /// Something, but no entry.
    Other,
}

/// The last whole line, and where it ends. What stands behind it was never confirmed.
fn last_line(file: &mut File) -> io::Result<(u64, Found)> {
    let mut from = file.metadata()?.len();
    let mut tail = Vec::new();
    while from > 0 {
        let length = from.min(CHUNK_BYTES);
        from -= length;
        let mut chunk = Vec::new();
        file.seek(SeekFrom::Start(from))?;
        Read::by_ref(file).take(length).read_to_end(&mut chunk)?;
        chunk.extend_from_slice(&tail);
        tail = chunk;
        let Some(end) = tail.iter().rposition(|byte| *byte == b'\n') else { continue };
        let before = tail.get(..end).unwrap_or_default();
        let begin = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => at + 1,
            None if from == 0 => 0,
            None => continue,
        };
        let line = std::str::from_utf8(before.get(begin..).unwrap_or_default()).ok().and_then(Line::parse);
        return Ok((from + end as u64 + 1, line.map_or(Found::Other, Found::Line)));
    }
    Ok((0, Found::Nothing))
}
