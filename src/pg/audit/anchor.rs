//! The head of the chain, written where a table owner cannot reach: the server log and an append-only file beside
//! the key. What lies before the last anchor cannot be cut off unseen.

use super::key_file;
use copilot_core::chain::Link;
use copilot_core::proof::{Anchor, Anchors};
use copilot_core::{Fault, Kind};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

fn path() -> PathBuf {
    let mut name = key_file::path().into_os_string();
    name.push(".anchors");
    PathBuf::from(name)
}

pub(crate) fn my_database() -> u32 {
    // SAFETY: a variable of the backend.
    unsafe { pgrx::pg_sys::MyDatabaseId }.to_u32()
}

/// Appends the head to the file.
pub(crate) fn drop_anchor(chain: &str, seq: i64, link: &Link) -> std::io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(path())?;
    let anchor = Anchor { chain: chain.to_owned(), seq, link: *link, database: my_database() };
    writeln!(file, "{}", anchor.line())?;
    file.sync_data()
}

/// All anchors of the file; none when it is not there yet. One that cannot be read is a fault: without anchors a cut
/// would not be seen.
pub(crate) fn read() -> Result<Anchors, Fault> {
    match fs::read(path()) {
        Ok(bytes) => Ok(Anchors::parse(&String::from_utf8_lossy(&bytes))),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Anchors::default()),
        Err(e) => {
            let message = format!("not verifiable: the anchor file \"{}\" cannot be read", path().display());
            Err(Fault::new(Kind::BadKeyFile, message).detail(e.to_string()))
        }
    }
}
