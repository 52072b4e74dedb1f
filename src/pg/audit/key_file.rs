//! The file with the audit keys: outside the database, readable by the server's user alone.

use crate::pg::{guc, strong_random};
use copilot_core::chain::{hex, KeyRing};
use copilot_core::{Fault, Kind};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Where the keys are. The server's working directory is its data directory.
pub(super) fn path() -> PathBuf {
    PathBuf::from(guc::audit_key_file())
}

fn bad(path: &Path, detail: impl Into<String>) -> Fault {
    Fault::new(Kind::BadKeyFile, format!("the audit key file \"{}\" cannot be used", path.display()))
        .detail(detail)
        .hint("the setting copilot.audit_key_file names it; it must belong to the server's user with mode 0600")
}

/// Reads the keys; a missing file is a fault ("not verifiable").
pub(crate) fn read() -> Result<KeyRing, Fault> {
    let path = path();
    let meta = fs::metadata(&path).map_err(|e| bad(&path, e.to_string()))?;
    // SAFETY: geteuid cannot fail.
    let me = unsafe { libc::geteuid() };
    if !meta.is_file() || meta.uid() != me {
        return Err(bad(&path, "It is not a regular file of the server's user."));
    }
    if meta.mode() & 0o077 != 0 {
        return Err(bad(&path, "Its group or others may access it."));
    }
    let text = fs::read_to_string(&path).map_err(|e| bad(&path, e.to_string()))?;
    KeyRing::parse(&text).map_err(|why| bad(&path, why))
}

/// Makes the file with one new key when it is missing and no chain exists yet that another key has signed.
pub(crate) fn read_or_make(chain_exists: bool) -> Result<KeyRing, Fault> {
    let path = path();
    match fs::metadata(&path) {
        Err(e) if e.kind() == ErrorKind::NotFound && !chain_exists => make(&path)?,
        Err(e) if e.kind() == ErrorKind::NotFound => {
            return Err(bad(&path, "It is missing, and this database has an audit chain that it signed.").hint(
                "put the file back; or, to go on with a new key, create it with 64 hexadecimal digits in one line",
            ))
        }
        _ => {}
    }
    read()
}

/// Writes the file under another name first and links it in whole: the writers of two databases may start at once.
fn make(path: &Path) -> Result<(), Fault> {
    let secret: [u8; 32] = strong_random::bytes()?;
    let wrap = |e: std::io::Error| bad(path, e.to_string());
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = PathBuf::from(name);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new).map_err(wrap)?;
    writeln!(file, "# keys of the copilot audit chain; the last one signs\n{}", hex(&secret)).map_err(wrap)?;
    file.sync_all().map_err(wrap)?;
    let linked = fs::hard_link(&new, path);
    fs::remove_file(&new).map_err(wrap)?;
    match linked {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(wrap(e)),
        _ => Ok(()),
    }
}
