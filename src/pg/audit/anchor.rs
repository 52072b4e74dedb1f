//! The head of the chain, written where a table owner cannot reach: the server log and an append-only file beside
//! the key. What lies before the last anchor cannot be cut off unseen.

use super::key_file;
use copilot_core::chain::{hex, unhex, Link};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

/// One line of the file: chain id, sequence number, link, and the database the chain lives in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Anchor {
    pub(crate) chain: String,
    pub(crate) seq: i64,
    pub(crate) link: Vec<u8>,
    pub(crate) database: u32,
}

pub(crate) fn path() -> PathBuf {
    let mut name = key_file::path().into_os_string();
    name.push(".anchors");
    PathBuf::from(name)
}

pub(crate) fn my_database() -> u32 {
    // SAFETY: a variable of the backend.
    unsafe { pgrx::pg_sys::MyDatabaseId }.to_u32()
}

/// Appends the head to the file and names it in the server log.
pub(crate) fn drop_anchor(chain: &str, seq: i64, link: &Link) -> std::io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(path())?;
    writeln!(file, "{chain} {seq} {} {}", hex(link), my_database())?;
    file.sync_data()
}

/// All anchors of a file; lines that are not one are passed over, since a crash may have cut the last line.
pub(crate) fn read() -> std::io::Result<Vec<Anchor>> {
    let text = fs::read_to_string(path())?;
    let parse = |line: &str| {
        let mut words = line.split(' ');
        let (chain, seq, link, database) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let (seq, database) = (seq.parse().ok()?, database.parse().ok()?);
        Some(Anchor { chain: chain.to_owned(), seq, link: unhex(link)?, database })
    };
    Ok(text.lines().filter_map(parse).collect())
}
